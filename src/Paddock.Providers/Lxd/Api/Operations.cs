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
        LxdCall call, TimeSpan limit, CancellationToken cancellationToken, Action<JsonElement>? progress = null)
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
        LxdCall call, string operation, TimeSpan limit, CancellationToken cancellationToken,
        Action<JsonElement>? progress = null)
    {
        var began = server.Time.GetTimestamp();
        while (server.Time.GetElapsedTime(began) < limit)
        {
            var wait = progress is null ? WaitSeconds : 1;
            var waited = await server.AskAsync(
                LxdCall.Get($"{operation}/wait?timeout={wait}"), cancellationToken);
            if (!waited.Has(out var state, out var lost))
            {
                // Incus tells a failure as an error inside a 200; an unknown operation is the other way to get one.
                return lost.IsAbsent ? Unknown(call) : lost.To<OperationPayload>();
            }
            var read = LxdClient.Read(call, state.Metadata, LxdJson.Default.OperationPayload);
            if (!read.Has(out var now, out var unreadable))
            {
                return unreadable.To<OperationPayload>();
            }
            if (!now.IsUnderWay)
            {
                return now.IsSuccess
                    ? read
                    : server.Refusal<OperationPayload>(HttpStatusCode.InternalServerError, now.Err ?? "");
            }
            progress?.Invoke(now.Metadata);
        }
        return Unknown(call);
    }

    private static Answer<OperationPayload>.Refused Unknown(LxdCall call) => new(new Fault(
        FaultKind.Ambiguous, $"Nobody knows how {call.Method} {call.Path.Split('?')[0]} ended."));
}
