using System.Net;
using System.Text.Json;
using Paddock.Core.Model;
using Paddock.Ports;
using Paddock.Providers.Calls;

namespace Paddock.Providers.Lxd.Api;

/// <summary>
/// What takes longer than a call: begun by one, waited for by others. A finished one is forgotten after five seconds,
/// so an operation that is unknown has ended, and how it ended is told by what it was about.
/// </summary>
internal sealed class Operations(LxdClient server)
{
    /// <summary>The server answers earlier when the operation ends; the call's own limit is longer.</summary>
    private const int WaitSeconds = 20;

    /// <summary>Begins and waits to the end: the operation's own result, or why it failed.</summary>
    /// <param name="limit">After this nobody waits any longer; the outcome is unknown then.</param>
    /// <param name="progress">Told what the operation says of itself while it is under way.</param>
    public async Task<Answer<OperationPayload>> RunAsync(
        ServerCall call, TimeSpan limit, CancellationToken cancellationToken, Action<JsonElement>? progress = null)
    {
        var began = server.Time.GetTimestamp();
        var answer = await server.AskAsync(call, cancellationToken);
        if (!answer.Has(out var envelope, out var refused))
        {
            return refused.To<OperationPayload>();
        }
        if (envelope.Operation is not { Length: > 0 } operation)
        {
            return new Answer<OperationPayload>.Ok(new OperationPayload(null, "Success", 200, null, envelope.Metadata));
        }
        return await EndAsync(call, operation, limit - server.Time.GetElapsedTime(began), cancellationToken, progress);
    }

    /// <summary>Waits for the end of one that was begun by this call.</summary>
    public async Task<Answer<OperationPayload>> EndAsync(
        ServerCall call, string operation, TimeSpan limit, CancellationToken cancellationToken,
        Action<JsonElement>? progress = null)
    {
        var began = server.Time.GetTimestamp();
        while (server.Time.GetElapsedTime(began) < limit)
        {
            var wait = progress is null ? WaitSeconds : 1;
            var waited = await server.HearAsync(
                ServerCall.Get($"{operation}/wait?timeout={wait}"), cancellationToken);
            if (!waited.Has(out var said, out var lost))
            {
                return Unknown(call, lost.IsAbsent ? "it is over" : lost.Fault.Message);
            }

            // Incus tells a failure as an error inside a 200.
            if (said.IsError)
            {
                return Failed(said.Error);
            }
            var read = LxdClient.Read(call, said.Metadata, LxdJson.Default.OperationPayload);
            if (!read.Has(out var now, out var unreadable))
            {
                return Unknown(call, unreadable.Fault.Message);
            }
            if (!now.IsUnderWay)
            {
                return now.IsSuccess ? read : Failed(now.Err);
            }
            progress?.Invoke(now.Metadata);
        }
        return Unknown(call, $"it was not over after {limit.TotalSeconds:0} s");
    }

    /// <summary>An operation's error has no status: its words are all there is.</summary>
    private Answer<OperationPayload>.Refused Failed(string? said) =>
        server.Refusal<OperationPayload>(HttpStatusCode.InternalServerError, said ?? "");

    /// <summary>What was begun goes on whether anybody waits or not, so a wait that fails says nothing of it.</summary>
    private static Answer<OperationPayload>.Refused Unknown(ServerCall call, string why) => new(new Fault(
        FaultKind.Ambiguous, $"Nobody knows how {call.Method} {call.Path.Split('?')[0]} ended: {why}"));
}
