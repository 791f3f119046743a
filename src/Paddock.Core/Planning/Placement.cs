using Paddock.Core.Facts;
using Paddock.Core.Model;
using Paddock.Core.Labels;
using Paddock.Core.Policy;

namespace Paddock.Core.Planning;

/// <summary>
/// Starts a runner for every job that nothing covers: in turn (<see cref="Shares"/>), in its home pool first, by the
/// first offer that is not cooling down. Where it may not, it says why.
/// </summary>
internal static class Placement
{
    /// <summary>
    /// Registrations under way at one target at once. GitHub's window of a minute holds 144 (decision D25).
    /// </summary>
    private const int TicketsMax = 128;

    public static void Plan(Draft draft, Demand demand, Supply supply, Limits limits, Caps caps)
    {
        var shares = Shares.Of(demand, draft.Now);
        while (shares.TryNext(out var group, out var at))
        {
            if (draft.IsFull)
            {
                draft.Cut();
                return;
            }
            var job = group.Jobs[at];
            var whyNot = caps.WhyNot(group, job);
            if (whyNot is { Reason: WaitReason.RunLimit } run)
            {
                // The next job may be of another run.
                draft.Note(run);
                shares.GoOn(group, at);
                continue;
            }
            whyNot ??= TryPlace(draft, supply, limits, caps, group, at);
            if (whyNot is not { } wait)
            {
                draft.Note(new Wait(job.Order, WaitReason.RunnerStarting, group.Matches[0].Pool.Name, null, 0));
                caps.Serve(group, job);
                shares.GoOn(group, at);
                continue;
            }

            // Within a pass limits only tighten, so the reason that stopped one job of a group stops the rest of it.
            foreach (var other in group.Jobs.Skip(at))
            {
                draft.Note(wait with { Order = other.Order });
            }
        }
    }

    /// <summary>Plans a start for the job; null on success, else the home pool's reason.</summary>
    private static Wait? TryPlace(
        Draft draft, Supply supply, Limits limits, Caps caps, DemandGroup group, int at)
    {
        var order = group.Jobs[at].Order;
        Wait? home = null;
        List<Wait>? limiting = null;
        foreach (var match in group.Startable)
        {
            var whyNot = TryStart(draft, supply, limits, match, order, Reason.JobWaiting);
            if (whyNot is null)
            {
                supply.CountStart(match.Pool.Name, match.Scope);
                return null;
            }
            home ??= whyNot;
            if (whyNot.Value.Reason.IsMachineLimit())
            {
                (limiting ??= []).Add(whyNot.Value);
            }
            NoteCrowded(draft, match.Pool, whyNot.Value.Reason);
        }
        if (limiting is not null)
        {
            draft.Blocked.Add(new Blocked(limiting, caps.Room(group, at)));
        }
        return home;
    }

    /// <summary>
    /// The provider itself has no room, whatever is configured: what is only kept for a look may be why.
    /// </summary>
    private static void NoteCrowded(Draft draft, PoolPolicy pool, WaitReason whyNot)
    {
        if (whyNot != WaitReason.OffersCoolingDown)
        {
            return;
        }
        foreach (var offer in pool.Offers)
        {
            if (IsFull(draft.Place(PlaceKey.Of(offer))) || IsFull(draft.Place(PlaceKey.Of(offer.Provider))))
            {
                draft.Crowded.Add(offer.Provider.Value);
            }
        }
    }

    private static bool IsFull(PlaceRow? place) =>
        place?.Fault is FaultKind.CapacityUnavailable or FaultKind.QuotaExceeded;

    /// <summary>Plans one runner in this pool; null on success, else why not.</summary>
    internal static Wait? TryStart(
        Draft draft, Supply supply, Limits limits, PoolMatch match, OrderKey order, Reason reason)
    {
        var (pool, scope) = match;
        if (draft.ModeOf(pool.Name) is var mode and not PoolMode.Active)
        {
            return new Wait(
                order, mode == PoolMode.Paused ? WaitReason.PoolPaused : WaitReason.PoolDraining, pool.Name, null, 0);
        }
        if (limits.WhyNot(order, pool, PlaceKey.Of(scope), TicketsMax, WaitReason.ScopeCoolingDown) is { } noTicket)
        {
            return noTicket;
        }

        // A blank machine is there already, so no limit of machines binds it.
        var blanks = supply.Blanks(pool.Name, scope);
        var ready = blanks.FindIndex(blank => blank.State == MachineState.Blank);
        if (ready >= 0)
        {
            Serve(draft, match, order, reason, blanks[ready]);
            blanks.RemoveAt(ready);
            limits.ReserveTicket(scope);
            return null;
        }
        if (TryOffer(draft, limits, pool, order, out var offer) is { } noMachine)
        {
            return noMachine;
        }
        Start(draft, match, order, reason, offer!);
        limits.ReserveTicket(scope);
        limits.ReserveMachine(pool, offer!);
        return null;
    }

    /// <summary>
    /// The first offer that may be asked now; with none, the reason of the first. A limit of machines is the reason
    /// only where an offer could be asked: else stock would make room for a job that waits for something else as well.
    /// </summary>
    internal static Wait? TryOffer(Draft draft, Limits limits, PoolPolicy pool, OrderKey order, out Offer? chosen)
    {
        chosen = null;
        var limit = limits.WhyNot(order, pool);
        Wait? first = null;
        foreach (var offer in pool.Offers)
        {
            var startsMax = draft.Policy.Provider(offer.Provider)?.StartsMax ?? 1;
            var whyNot = limits.WhyNot(order, pool, offer.Provider)
                ?? limits.WhyNot(order, pool, PlaceKey.Of(offer.Provider), startsMax, WaitReason.OffersCoolingDown)
                ?? limits.WhyNot(order, pool, PlaceKey.Of(offer), startsMax, WaitReason.OffersCoolingDown);
            if (whyNot is null)
            {
                chosen = limit is null ? offer : null;
                return limit;
            }
            first ??= whyNot;
        }
        return first ?? new Wait(order, WaitReason.OffersCoolingDown, pool.Name, null, 0);
    }

    private static void Start(Draft draft, PoolMatch match, OrderKey order, Reason reason, Offer offer)
    {
        var name = draft.NewName();
        var runner = PlanRunner(draft, match, order, reason, RunnerName.Of(name), MachineName.Of(name));
        draft.TryAdd(new StartRunner(runner, PlanMachine(draft, match, order, reason, offer, name, runner.Runner)));
    }

    private static void Serve(Draft draft, PoolMatch match, OrderKey order, Reason reason, MachineRow blank)
    {
        var runner = PlanRunner(draft, match, order, reason, RunnerName.Of(draft.NewName()), blank.Name);
        var serving = draft.NewIntent(IntentKind.Serve, attempt: 1);
        draft.HandOut(blank.Name);
        draft.TryAdd(new ServeBlank(runner, new MachineServed(draft.Now, blank.Name, runner.Runner, serving, reason),
            blank));
    }

    private static RunnerPlanned PlanRunner(
        Draft draft, PoolMatch match, OrderKey order, Reason reason, RunnerName name, MachineName machine)
    {
        var (pool, scope) = match;
        var runnerClass = new RunnerClass(draft.Policy.HostOf(scope) ?? "", scope, pool.Group, pool.Labels);
        var plan = new RunnerPlan(pool.Name, runnerClass, machine, order, pool.RunnerTimeouts, draft.Now);
        return new RunnerPlanned(draft.Now, name, plan, draft.NewIntent(IntentKind.Ticket, attempt: 1), reason);
    }

    internal static MachinePlanned PlanMachine(
        Draft draft, PoolMatch match, OrderKey order, Reason reason, Offer offer, string name, RunnerName? runner)
    {
        var plan = new MachinePlan(
            match.Pool.Name, match.Scope, offer, order, Generation: 1, draft.Now,
            draft.Now + match.Pool.Timeouts.MaxLifetime);
        return new MachinePlanned(
            draft.Now, MachineName.Of(name), plan, runner, draft.NewIntent(IntentKind.Create, attempt: 1), reason);
    }
}
