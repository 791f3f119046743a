using Paddock.Core.Facts;
using Paddock.Core.Model;
using Paddock.Core.Planning;

namespace Paddock.Core.Folding;

internal static class RunnerFold
{
    public static RunnerRow Apply(RunnerRow? row, Fact fact)
    {
        var old = row ?? new RunnerRow(RunnerName.Of(fact.Subject.Key));
        return fact switch
        {
            RunnerPlanned planned => old with
            {
                Plan = planned.Plan,
                Scope = planned.Plan.Class.Scope,
                Ticketing = planned.Ticketing,
            },
            RunnerLooked looked => old with { Looking = looked.Looking },
            RunnerRetired retired => old with { Retirement = new Retirement(retired.Reason, retired.Removal) },
            RunnerClosed closed => Ended(old, closed.End, closed.AsOf),
            RunnerTicketed ticketed => old with
            {
                TicketedAsOf = AsOf.Later(old.TicketedAsOf, ticketed.AsOf),
                Registration = Merge(old.Registration, ticketed.Registration),
            },
            TicketRefused refused => Ended(
                old with { TicketSetback = Newer(old.TicketSetback, SetbackOf(refused)) },
                RunnerEnd.NeverTicketed, refused.AsOf),
            TicketLost lost => old with { TicketSetback = Newer(old.TicketSetback, SetbackOf(lost)) },
            RunnerSeen seen => Seen(old, seen),
            RunnerMissing missing => old with { MissingAsOf = AsOf.Later(old.MissingAsOf, missing.AsOf) },
            RunnerBusy busy => old with { Took = Merge(old.Took, new JobTaken(busy.Job, busy.At, null)) },
            RunnerFinished finished => old with
            {
                Took = Merge(old.Took, new JobTaken(finished.Job, finished.At, finished.At)),
            },
            RunnerKept kept => Kept(old, kept),
            RunnerGone gone => Ended(old, gone.End, gone.AsOf),
            RetireAsked asked => old with { RetireAskedAt = Fold.Earlier(old.RetireAskedAt, asked.At) },
            _ => old,
        };
    }

    private static RunnerRow Seen(RunnerRow old, RunnerSeen seen) =>
        (Newest(old, new RunnerSighting(seen.AsOf, seen.Online, seen.Busy))) with
        {
            Scope = old.Plan?.Class.Scope ?? Merge(old.Scope, seen.Scope),
            Registration = Merge(old.Registration, seen.Registration),
            OnlineAt = seen.Online ? Fold.Earlier(old.OnlineAt, seen.AsOf.At) : old.OnlineAt,
        };

    /// <summary>A removal refused because of a running job is also the freshest sighting there is.</summary>
    private static RunnerRow Kept(RunnerRow old, RunnerKept kept)
    {
        var setback = new Setback(
            kept.Fault, kept.Message, kept.Attempt, kept.AsOf,
            Backoff.NotBefore(kept.At, kept.RetryAt, Backoff.AfterRemoval(kept.Fault, kept.Attempt)));
        var next = old with { RemovalSetback = Newer(old.RemovalSetback, setback) };
        return kept.Fault == FaultKind.Busy
            ? Newest(next, new RunnerSighting(kept.AsOf, Online: true, Busy: true)) with
            {
                OnlineAt = Fold.Earlier(old.OnlineAt, kept.AsOf.At),
            }
            : next;
    }

    private static Registration? Merge(Registration? old, Registration? told) =>
        old is null || told?.Id > old.Id ? told : old;

    /// <summary>
    /// A stray found under two scopes at once (an organization was renamed) keeps the larger text, in any order.
    /// </summary>
    private static Scope Merge(Scope? old, Scope scope) =>
        old is not null && string.CompareOrdinal(old.ToString(), scope.ToString()) >= 0 ? old : scope;

    private static RunnerRow Newest(RunnerRow row, RunnerSighting sighting) =>
        row.Seen is { } seen && seen.AsOf >= sighting.AsOf ? row : row with { Seen = sighting };

    private static RunnerRow Ended(RunnerRow old, RunnerEnd end, AsOf asOf) =>
        old.EndAsOf >= asOf ? old : old with { End = end, EndAsOf = asOf };

    private static Setback SetbackOf(TicketRefused refused) =>
        new(refused.Fault, refused.Message, Attempt: 1, refused.AsOf, refused.At);

    private static Setback SetbackOf(TicketLost lost) =>
        new(FaultKind.Ambiguous, lost.Message, Attempt: 1, lost.AsOf, lost.At);

    internal static Setback Newer(Setback? old, Setback setback) =>
        old is not null && old.AsOf >= setback.AsOf ? old : setback;

    /// <summary>
    /// A single-use runner takes one job; should GitHub ever name two, the later job (the larger id) is what it does
    /// now. The times of one job are the earliest reported, so that a repeat changes nothing.
    /// </summary>
    private static JobTaken Merge(JobTaken? old, JobTaken taken)
    {
        if (old is null || taken.Job.Id > old.Job.Id)
        {
            return taken;
        }
        return taken.Job.Id < old.Job.Id
            ? old
            : old with
            {
                At = Fold.Earlier(old.At, taken.At),
                FinishedAt = Fold.Earlier(old.FinishedAt, taken.FinishedAt),
            };
    }
}
