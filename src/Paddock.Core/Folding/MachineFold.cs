using Paddock.Core.Facts;
using Paddock.Core.Model;
using Paddock.Core.Planning;

namespace Paddock.Core.Folding;

internal static class MachineFold
{
    public static MachineRow Apply(MachineRow? row, Fact fact) => fact switch
    {
        MachinePlanned planned => new MachineRow(planned.Machine)
        {
            Provider = planned.Plan.Offer.Provider,
            Plan = planned.Plan,
            Runner = planned.Runner,
            Intent = planned.Creation,
        },
        MachineServed served => row! with { Runner = served.Runner, Intent = served.Serving },
        MachineLooked looked => row! with { Looking = looked.Looking },
        MachineKept kept => row! with { KeptUntil = kept.Until },
        MachineCondemned condemned => row! with { Condemned = new Condemnation(condemned.Reason, condemned.Deletion) },
        MachineClosed closed => row! with { ClosedAsOf = AsOf.Later(row!.ClosedAsOf, closed.AsOf) },
        MachineCreated created => Created(Known(row, created.Machine, created.Provider), created),
        MachineRefused refused => Refused(Known(row, refused.Machine, refused.Provider), refused),
        MachineSeen seen => Seen(Known(row, seen.Machine, seen.Provider), seen),
        MachineMissing missing => Missing(Known(row, missing.Machine, missing.Provider), missing),
        DeleteRefused refused => DeleteRefused(Known(row, refused.Machine, refused.Provider), refused),
        _ => row!,
    };

    /// <summary>
    /// A machine with our tags and without a row is a stray: it gets a row, so that the planner can deal with it.
    /// </summary>
    private static MachineRow Known(MachineRow? row, MachineName name, ProviderName provider) =>
        row ?? new MachineRow(name) { Provider = provider };

    private static MachineRow Created(MachineRow old, MachineCreated created) =>
        old with { CreatedAsOf = AsOf.Later(old.CreatedAsOf, created.AsOf) };

    private static MachineRow Refused(MachineRow old, MachineRefused refused) => old with
    {
        Setback = RunnerFold.Newer(old.Setback, new Setback(
            refused.Fault, refused.Message, Attempt: 1, refused.AsOf, refused.At)),
    };

    private static MachineRow Seen(MachineRow old, MachineSeen seen)
    {
        var sighting = new MachineSighting(seen.AsOf, seen.Phase, seen.ExitCode, seen.Message);
        var next = old with
        {
            Seen = old.Seen is { } last && last.AsOf >= seen.AsOf ? last : sighting,
            SeenUntil = AsOf.Later(old.SeenUntil, seen.Until),
        };
        return seen.Phase is MachinePhase.Finished or MachinePhase.Failed
            ? next with { EndedAt = Fold.Earlier(old.EndedAt, seen.AsOf.At) }
            : next;
    }

    private static MachineRow Missing(MachineRow old, MachineMissing missing) =>
        old with { MissingAsOf = AsOf.Later(old.MissingAsOf, missing.AsOf) };

    private static MachineRow DeleteRefused(MachineRow old, DeleteRefused refused) => old with
    {
        DeleteSetback = RunnerFold.Newer(old.DeleteSetback, new Setback(
            refused.Fault, refused.Message, refused.Attempt, refused.AsOf,
            Backoff.NotBefore(refused.At, refused.RetryAt, Backoff.AfterDelete(refused.Attempt)))),
    };
}
