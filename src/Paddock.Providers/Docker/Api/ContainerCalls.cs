using System.Net;
using System.Text.Json;
using Paddock.Providers.Calls;

namespace Paddock.Providers.Docker.Api;

/// <summary>The engine's calls about containers, one method each.</summary>
internal sealed class ContainerCalls(EngineClient engine)
{
    /// <summary>Nothing runs in what is discarded; somebody waits who has given up already.</summary>
    private static readonly TimeSpan DiscardLimit = TimeSpan.FromSeconds(10);

    public async Task<Answer<string>> CreateAsync(string name, NewContainer body, CancellationToken cancellationToken)
    {
        var answer = await engine.PostAsync(
            $"/containers/create?name={Uri.EscapeDataString(name)}", body, EngineJson.Default.NewContainer,
            EngineJson.Default.IdPayload, cancellationToken);
        return answer.Has(out var made, out var refused)
            ? new Answer<string>.Ok(made.Id ?? name)
            : refused.To<string>();
    }

    /// <summary>
    /// Exactly the container of this name: the engine would also take the beginning of an id for a name.
    /// </summary>
    public async Task<Answer<ContainerPayload>> FindAsync(string name, CancellationToken cancellationToken)
    {
        var answer = await engine.GetAsync(
            $"/containers/{Uri.EscapeDataString(name)}/json", EngineJson.Default.ContainerPayload, cancellationToken);
        return answer.Has(out var found, out var refused) && found.Name?.TrimStart('/') != name
            ? new Answer<ContainerPayload>.Refused(
                FaultReader.Of(HttpStatusCode.NotFound, $"No such container: {name}"), HttpStatusCode.NotFound)
            : answer;
    }

    public Task<Answer<ContainerPayload>> InspectAsync(string id, CancellationToken cancellationToken) =>
        engine.GetAsync($"/containers/{id}/json", EngineJson.Default.ContainerPayload, cancellationToken);

    /// <summary>
    /// All containers, ended ones included, that wear every one of these labels (<c>key</c> or <c>key=value</c>).
    /// </summary>
    public Task<Answer<ContainerLine[]>> ListAsync(IReadOnlyList<string> labels, CancellationToken cancellationToken) =>
        engine.GetAsync(
            $"/containers/json?all=1&filters={Filters(("label", labels))}", EngineJson.Default.ContainerLineArray,
            cancellationToken);

    public Task<Answer<Nothing>> StartAsync(string id, CancellationToken cancellationToken) =>
        engine.DoAsync(ServerCall.Post($"/containers/{id}/start"), cancellationToken);

    /// <summary>With its anonymous volumes; a running one is killed first.</summary>
    public Task<Answer<Nothing>> DeleteAsync(string id, CancellationToken cancellationToken) =>
        engine.DoAsync(ServerCall.Delete($"/containers/{id}?force=1&v=1"), cancellationToken);

    /// <summary>
    /// Deletes what was made and never ran. One that runs after all is left alone: the engine answers 409.
    /// </summary>
    public Task<Answer<Nothing>> DiscardAsync(string id, CancellationToken cancellationToken) =>
        engine.DoAsync(
            ServerCall.Delete($"/containers/{id}?v=1") with { Limit = DiscardLimit }, cancellationToken);

    /// <summary>Unpacks a tar archive below a directory of the container, whether it runs or not.</summary>
    public Task<Answer<Nothing>> PutAsync(
        string id, string directory, HttpContent tar, CancellationToken cancellationToken) =>
        engine.DoAsync(
            new ServerCall(HttpMethod.Put, ArchivePath(id, directory), ServerCall.Long)
            {
                Content = tar,
            },
            cancellationToken);

    /// <summary>Is there anything at this path of the container?</summary>
    public async Task<Answer<bool>> HasAsync(string id, string path, CancellationToken cancellationToken)
    {
        var answer = await engine.DoAsync(
            new ServerCall(HttpMethod.Head, ArchivePath(id, path), ServerCall.Short), cancellationToken);
        return answer switch
        {
            Answer<Nothing>.Refused { IsAbsent: true } => new Answer<bool>.Ok(false),
            Answer<Nothing>.Refused refused => refused.To<bool>(),
            _ => new Answer<bool>.Ok(true),
        };
    }

    /// <summary>The text of one small file of the container; empty when there is none.</summary>
    public async Task<Answer<string>> ReadAsync(string id, string path, CancellationToken cancellationToken)
    {
        var answer = await engine.AskAsync(
            ServerCall.Get(ArchivePath(id, path)), static async (response, token) =>
            {
                await using var tar = await response.Content.ReadAsStreamAsync(token);
                return (Answer<string>)new Answer<string>.Ok(await SmallTar.TextOfFirstAsync(tar, token));
            },
            cancellationToken);
        return answer is Answer<string>.Refused { IsAbsent: true } ? new Answer<string>.Ok("") : answer;
    }

    /// <summary>The end of what it wrote to its two outputs, in at most <paramref name="bytesMax"/> bytes.</summary>
    public Task<Answer<byte[]>> TailAsync(string id, int linesMax, int bytesMax, CancellationToken cancellationToken) =>
        engine.AskAsync(
            ServerCall.Get($"/containers/{id}/logs?stdout=1&stderr=1&tail={linesMax}"), async (response, token) =>
            {
                await using var frames = await response.Content.ReadAsStreamAsync(token);
                return (Answer<byte[]>)new Answer<byte[]>.Ok(await LogFrames.TailAsync(frames, bytesMax, token));
            },
            cancellationToken);

    /// <summary>What it writes to its first output, from the beginning until it ends.</summary>
    public Task<Answer<Nothing>> FollowAsync(
        string id, Action<ReadOnlyMemory<byte>> hear, TimeSpan limit, CancellationToken cancellationToken) =>
        engine.AskAsync(
            ServerCall.Get($"/containers/{id}/logs?follow=1&stdout=1") with { Limit = limit },
            async (response, token) =>
            {
                await using var frames = await response.Content.ReadAsStreamAsync(token);
                await LogFrames.ReadAsync(frames, hear, token);
                return (Answer<Nothing>)new Answer<Nothing>.Ok(default);
            },
            cancellationToken);

    /// <summary>Waits for its end, and tells its exit code.</summary>
    public async Task<Answer<int>> WaitAsync(string id, CancellationToken cancellationToken)
    {
        var answer = await engine.AskAsync(
            ServerCall.Post($"/containers/{id}/wait"), static async (response, token) =>
            {
                await using var body = await response.Content.ReadAsStreamAsync(token);
                return (Answer<WaitPayload>)new Answer<WaitPayload>.Ok(
                    await JsonSerializer.DeserializeAsync(body, EngineJson.Default.WaitPayload, token)
                        ?? throw new JsonException("It is null."));
            },
            cancellationToken);
        return answer.Has(out var ended, out var refused)
            ? new Answer<int>.Ok(ended.StatusCode)
            : refused.To<int>();
    }

    public static string Filters(params (string Name, IReadOnlyList<string> Values)[] filters) =>
        Uri.EscapeDataString(JsonSerializer.Serialize(
            filters.ToDictionary(filter => filter.Name, filter => filter.Values.ToArray()),
            EngineJson.Default.DictionaryStringStringArray));

    private static string ArchivePath(string id, string path) =>
        $"/containers/{id}/archive?path={Uri.EscapeDataString(path)}";
}
