using Paddock.GitHub.Deliveries;
using Paddock.GitHub.Http;

namespace Paddock.GitHub.Hooks;

/// <summary>Finds out whether GitHub reaches us, from its log of deliveries.</summary>
internal sealed class HookReach(HookHome home, long hook, SteadyClock clock)
{
    /// <summary>The log is written a moment after the answer, or after the ten seconds GitHub waits for one.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(25);

    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(500);

    private ApiCall Call => ApiCall.ForOperator(home.Scope);

    private string Log => home.LogOf(hook);

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
        if (home.EchoOf(hook, known) is not { } echo)
        {
            return new ReachReply.Untried();
        }
        var sent = await home.Api.PostAsync(Call, echo.Path, cancellationToken);
        if (!sent.Has(out _, out var unsent))
        {
            return new ReachReply.Refused(home.Explain(unsent, "write").Fault);
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
            var arrived = listed.FirstOrDefault(entry => echo.Is(entry) && !old.Contains(entry.Id));
            if (arrived is not null || clock.Now >= until)
            {
                return Of(arrived);
            }
            await clock.WaitUntilAsync(clock.Now + Step, cancellationToken);
        }
    }

    private Task<Answer<DeliveryPayload[]>> ListAsync(CancellationToken cancellationToken) => home.Api.GetAsync(
        Call, HookPaths.LatestDeliveries(Log), GitHubJson.Default.DeliveryPayloadArray, cancellationToken);

    private static ReachReply Of(DeliveryPayload? entry) => entry is null
        ? new ReachReply.Unseen()
        : new ReachReply.Logged(entry.Arrived, entry.StatusCode ?? 0, Ports.Plain.Line(entry.Status, 100));

    private ReachReply.Refused Refused<T>(Answer<T>.Refused refused) => new(home.Explain(refused).Fault);
}
