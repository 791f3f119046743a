using System.Text.Json;
using Paddock.Core.Model;
using Paddock.Ports;
using Paddock.Providers.Calls;
using Paddock.Providers.Docker.Images;

namespace Paddock.Providers.Docker.Api;

/// <summary>The engine's calls about images, one method each.</summary>
internal sealed class ImageCalls(EngineClient engine)
{
    /// <param name="name">A reference or an id.</param>
    public Task<Answer<ImagePayload>> InspectAsync(string name, CancellationToken cancellationToken) =>
        engine.GetAsync($"/images/{Escape(name)}/json", EngineJson.Default.ImagePayload, cancellationToken);

    public Task<Answer<ImageLine[]>> ListAsync(IReadOnlyList<string> labels, CancellationToken cancellationToken) =>
        engine.GetAsync(
            $"/images/json?filters={ContainerCalls.Filters(("label", labels))}", EngineJson.Default.ImageLineArray,
            cancellationToken);

    public Task<Answer<Nothing>> DeleteAsync(string name, CancellationToken cancellationToken) =>
        engine.DoAsync(ServerCall.Delete($"/images/{Escape(name)}"), cancellationToken);

    /// <summary>From now on the name means this image.</summary>
    public Task<Answer<Nothing>> TagAsync(
        string id, string repository, string tag, CancellationToken cancellationToken) =>
        engine.DoAsync(
            ServerCall.Post(
                $"/images/{Escape(id)}/tag?repo={Uri.EscapeDataString(repository)}&tag={Uri.EscapeDataString(tag)}"),
            cancellationToken);

    /// <summary>Can the registry be asked for it, with what the engine knows? Nothing is pulled.</summary>
    public Task<Answer<Nothing>> LookUpAsync(
        ImageReference image, string? login, CancellationToken cancellationToken) =>
        engine.DoAsync(
            ServerCall.Get($"/distribution/{Escape(image.ToString())}/json") with { Headers = Login(login) },
            cancellationToken);

    /// <summary>Has no limit of its own: how long is too long only whoever hears the progress can say.</summary>
    /// <param name="hear">Gets each line as it comes, one at a time.</param>
    public Task<Answer<Nothing>> PullAsync(
        ImageReference image, string? login, Action<PullLine> hear, CancellationToken cancellationToken) =>
        engine.AskAsync(
            ServerCall.Post(
                $"/images/create?fromImage={Uri.EscapeDataString(image.Name)}&tag={Uri.EscapeDataString(image.Tag)}")
                with { Limit = Timeout.InfiniteTimeSpan, Headers = Login(login) },
            (response, token) => ReadProgressAsync(response, hear, token), cancellationToken);

    /// <summary>Makes an image of a container's files.</summary>
    public async Task<Answer<string>> CommitAsync(
        string container, string repository, string tag, NewImage image, CancellationToken cancellationToken)
    {
        var answer = await engine.PostAsync(
            $"/commit?container={container}&repo={repository}&tag={tag}&pause=false", image,
            EngineJson.Default.NewImage, EngineJson.Default.IdPayload, cancellationToken);
        return answer.Has(out var made, out var refused)
            ? new Answer<string>.Ok(made.Id ?? $"{repository}:{tag}")
            : refused.To<string>();
    }

    private static KeyValuePair<string, string>[] Login(string? login) =>
        login is null ? [] : [new("X-Registry-Auth", login)];

    /// <summary>
    /// The status came before the work began; what came of it stands in the last line. So the stream is read to its
    /// end.
    /// </summary>
    private static async Task<Answer<Nothing>> ReadProgressAsync(
        HttpResponseMessage response, Action<PullLine> hear, CancellationToken cancellationToken)
    {
        await using var body = await response.Content.ReadAsStreamAsync(cancellationToken);
        var lines = JsonSerializer.DeserializeAsyncEnumerable(
            body, EngineJson.Default.PullLine, topLevelValues: true, cancellationToken);
        string? error = null;
        await foreach (var line in lines)
        {
            if (line is not null)
            {
                hear(line);
                error = line.ErrorDetail?.Message ?? line.Error ?? error;
            }
        }
        return error is null
            ? new Answer<Nothing>.Ok(default)
            : new Answer<Nothing>.Refused(FaultOf(Plain.Line(error)));
    }

    private static Fault FaultOf(string error) => error switch
    {
        _ when FaultReader.Says(error, "no space left on device") =>
            new Fault(FaultKind.CapacityUnavailable, $"No room on the engine's disk for the image: {error}"),
        _ when FaultReader.IsRegistryRefusal(error) =>
            new Fault(FaultKind.Unauthorized, $"The registry refuses the image: {error}"),

        // "manifest unknown", "manifest for x:1 not found": Podman, and Docker with containerd's store, say it here.
        _ when FaultReader.Says(error, "manifest unknown") || FaultReader.Says(error, "not found") =>
            new Fault(FaultKind.InvalidSpec, $"The registry has no such image: {error}"),
        _ => new Fault(FaultKind.Transient, $"The pull failed: {error}"),
    };

    /// <summary>The slashes of a reference are part of the path, as the engine's router wants it.</summary>
    private static string Escape(string name) =>
        Uri.EscapeDataString(name).Replace("%2F", "/", StringComparison.Ordinal);
}
