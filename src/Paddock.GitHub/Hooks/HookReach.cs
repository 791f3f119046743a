using Paddock.GitHub.Deliveries;
using Paddock.GitHub.Http;

namespace Paddock.GitHub.Hooks;

/// <summary>Finds out whether GitHub reaches us, from its log of deliveries.</summary>
internal sealed class HookReach(HookPlace place, long hook, SteadyClock clock)
{
    /// <summary>The log is written a moment after the answer, or after the ten seconds GitHub waits for one.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(25);

    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(500);

    public async Task<ReachReply> LatestAsync(CancellationToken cancellationToken)
    {
        var answer = await ListAsync(cancellationToken);
        return answer.Has(out var listed, out var refused) ? Of(listed.FirstOrDefault()) : Refused(refused);
    }

    /// <summary>
    /// Only an entry that was not there before counts: a new hook is pinged by GitHub itself, and an old one has pings
    /// of other days.
    /// </summary>
    public async Task<ReachReply> PingAsync(CancellationToken cancellationToken)
    {
        var before = await ListAsync(cancellationToken);
        if (!before.Has(out var known, out var refused))
        {
            return Refused(refused);
        }
        var pinged = await place.Api.PostAsync(place.Call, HookPaths.Pings(place.Scope, hook), cancellationToken);
        if (!pinged.Has(out _, out var unsent))
        {
            return new ReachReply.Refused(HookFault.OfRefusal(unsent, place.Scope, "write").Fault);
        }
        var old = known.Select(entry => entry.Id).ToHashSet();
        var until = clock.Now + Patience;
        while (true)
        {
            var after = await ListAsync(cancellationToken);
            if (!after.Has(out var listed, out var unseen))
            {
                return Refused(unseen);
            }
            var ping = listed.FirstOrDefault(entry => entry.Event == "ping" && !old.Contains(entry.Id));
            if (ping is not null || clock.Now >= until)
            {
                return Of(ping);
            }
            await clock.WaitUntilAsync(clock.Now + Step, cancellationToken);
        }
    }

    private Task<Answer<DeliveryPayload[]>> ListAsync(CancellationToken cancellationToken) => place.Api.GetAsync(
        place.Call, HookPaths.LatestDeliveries(place.Scope, hook), GitHubJson.Default.DeliveryPayloadArray,
        cancellationToken);

    private static ReachReply Of(DeliveryPayload? entry) => entry is null
        ? new ReachReply.Unseen()
        : new ReachReply.Logged(entry.Arrived, entry.StatusCode ?? 0, Ports.Plain.Line(entry.Status, 100));

    private ReachReply.Refused Refused<T>(Answer<T>.Refused refused) =>
        new(HookFault.OfRefusal(refused, place.Scope).Fault);
}
