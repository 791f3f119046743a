using System.Text.Json;
using Paddock.Providers.Calls;

namespace Paddock.Providers.Lxd.Api;

/// <summary>The server's calls about images, one method each.</summary>
internal sealed class ImageCalls(LxdClient server)
{
    /// <summary>Somebody else's network has to carry a gigabyte or two.</summary>
    private static readonly TimeSpan DownloadLimit = TimeSpan.FromHours(1);

    private static readonly TimeSpan PublishLimit = TimeSpan.FromMinutes(30);

    private readonly Operations _operations = new(server);

    public Task<Answer<AliasPayload>> AliasAsync(string name, CancellationToken cancellationToken) =>
        server.GetAsync(AliasPath(name), LxdJson.Default.AliasPayload, cancellationToken);

    public Task<Answer<ImagePayload>> FindAsync(string fingerprint, CancellationToken cancellationToken) =>
        server.GetAsync(PathOf(fingerprint), LxdJson.Default.ImagePayload, cancellationToken);

    public Task<Answer<ImagePayload[]>> ListAsync(CancellationToken cancellationToken) =>
        server.GetAsync(
            server.PathOf("images", "recursion=1"), LxdJson.Default.ImagePayloadArray, cancellationToken);

    /// <summary>Has the server fetch an image of another server; its fingerprint.</summary>
    public Task<Answer<string>> DownloadAsync(
        ImageBody body, Action<JsonElement> progress, CancellationToken cancellationToken) =>
        MakeAsync(body, DownloadLimit, progress, cancellationToken);

    /// <summary>Makes an image of a stopped instance; its fingerprint.</summary>
    public Task<Answer<string>> PublishAsync(
        ImageBody body, Action<JsonElement> progress, CancellationToken cancellationToken) =>
        MakeAsync(body, PublishLimit, progress, cancellationToken);

    public Task<Answer<Nothing>> MakeAliasAsync(AliasBody body, CancellationToken cancellationToken) =>
        server.DoAsync(
            ServerCall.Post(server.PathOf("images/aliases"), LxdClient.Json(body, LxdJson.Default.AliasBody)),
            cancellationToken);

    public Task<Answer<Nothing>> MoveAliasAsync(AliasBody body, CancellationToken cancellationToken) =>
        server.DoAsync(
            ServerCall.Put(AliasPath(body.Name), LxdClient.Json(body, LxdJson.Default.AliasBody)), cancellationToken);

    public async Task<Answer<Nothing>> DeleteAsync(string fingerprint, CancellationToken cancellationToken)
    {
        var ended = await _operations.RunAsync(
            ServerCall.Delete(PathOf(fingerprint)), ServerCall.Long, cancellationToken);
        return ended.Has(out _, out var refused) ? new Answer<Nothing>.Ok(default) : refused.To<Nothing>();
    }

    private async Task<Answer<string>> MakeAsync(
        ImageBody body, TimeSpan limit, Action<JsonElement> progress, CancellationToken cancellationToken)
    {
        var call = ServerCall.Post(server.PathOf("images"), LxdClient.Json(body, LxdJson.Default.ImageBody));
        var ended = await _operations.RunAsync(call, limit, cancellationToken, progress);
        if (!ended.Has(out var operation, out var refused))
        {
            return refused.To<string>();
        }
        return operation.Metadata.ValueKind == JsonValueKind.Object
            && operation.Metadata.TryGetProperty("fingerprint", out var fingerprint)
            && fingerprint.GetString() is { } text
                ? new Answer<string>.Ok(text)
                : new Answer<string>.Refused(new Ports.Fault(
                    Core.Model.FaultKind.Fatal, $"{server.Flavor.Name} made an image and does not say which."));
    }

    private string PathOf(string fingerprint) => server.PathOf($"images/{Uri.EscapeDataString(fingerprint)}");

    private string AliasPath(string name) => server.PathOf($"images/aliases/{Uri.EscapeDataString(name)}");
}
