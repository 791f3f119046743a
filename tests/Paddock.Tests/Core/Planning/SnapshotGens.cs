using FsCheck;
using FsCheck.Fluent;
using Paddock.Core.Facts;
using Paddock.Core.Folding;
using Paddock.Core.Model;
using Paddock.Core.Planning;
using Paddock.Ports.Conformance;

namespace Paddock.Tests.Core.Planning;

/// <summary>
/// Pictures that no ledger would show: rows folded from whatever facts, in whatever order, each without regard to the
/// others. A planner that is total has a plan for them all the same.
/// </summary>
internal static class SnapshotGens
{
    private static readonly Reason[] Reasons = Enum.GetValues<Reason>();

    private static Gen<Fact> AnyFact { get; } =
        from kind in Gen.Choose(0, 27)
        from one in Gen.Choose(1, 4)
        from other in Gen.Choose(1, 4)
        from second in Gen.Choose(1, 60)
        from epoch in Gen.Choose(1, 2)
        select Make(kind, one, other, second * 40, new AsOf(epoch, second, SampleFacts.At(second * 40)));

    public static Gen<Snapshot> Any { get; } =
        from facts in AnyFact.ArrayOf()
        from epoch in Gen.Choose(1, 3)
        select Of(facts, epoch);

    /// <summary>Every step is legal on the row it is about, and no row is decided about twice.</summary>
    public static void Check(Snapshot snapshot, Plan plan)
    {
        var rows = snapshot.Jobs.Concat<Row>(snapshot.Orders).Concat(snapshot.Runners).Concat(snapshot.Machines)
            .ToDictionary(row => row.Subject);
        var seen = new HashSet<Subject>();
        foreach (var (fact, version) in plan.Steps.SelectMany(step => step.Items))
        {
            var row = rows.GetValueOrDefault(fact.Subject);
            seen.Add(fact.Subject).ShouldBeTrue($"{fact.Subject} is decided about twice");
            Transitions.Allow(row, fact).ShouldBeTrue($"{fact} on {row}");
            (version == PlannedFact.AnyVersion || version == (row?.Version ?? 0)).ShouldBeTrue();
        }
    }

    private static Snapshot Of(Fact[] facts, int epoch)
    {
        var rows = new Dictionary<Subject, Row>();
        foreach (var fact in facts)
        {
            var row = rows.GetValueOrDefault(fact.Subject);
            if (Fold.Apply(row, fact) is { } next && !ReferenceEquals(next, row))
            {
                rows[fact.Subject] = next with { Version = (row?.Version ?? 0) + 1 };
            }
        }
        return new Snapshot
        {
            Seq = facts.Length,
            AsOf = new AsOf(epoch, 1000, SampleFacts.At(60 * 40)),
            EpochStartedAt = SampleFacts.At(30 * 40),
            Jobs = Rows<JobRow>(),
            Orders = [.. Rows<OrderRow>().Where(order => order.IsOpen)],
            Runners = Rows<RunnerRow>(),
            Machines = Rows<MachineRow>(),
            Places = Rows<PlaceRow>(),
            Pools = Rows<PoolRow>(),
        };

        List<TRow> Rows<TRow>() where TRow : Row => [.. rows.Values.OfType<TRow>()];
    }

    private static Fact Make(int kind, int one, int other, int second, AsOf asOf)
    {
        var (at, runner, machine) = (asOf.At, SampleFacts.Runner(one), SampleFacts.Machine(one));
        var intent = new Intent(IntentKind.Look, other, asOf, at.AddMinutes(other));
        var reason = Reasons[second % Reasons.Length];
        return kind switch
        {
            0 => SampleFacts.JobQueued(one, second),
            1 => SampleFacts.JobStarted(one, other, second),
            2 => SampleFacts.JobFinished(one, other, second),
            3 => SampleFacts.OrderOpened(one, second),
            4 => SampleFacts.StockOpened($"unit-{one}", second),
            5 => SampleFacts.RunnerPlanned(one, other, other, second),
            6 => new RunnerTicketed(at, runner, new Registration(one), asOf),
            7 => new TicketLost(at, runner, "", asOf),
            8 => new RunnerSeen(at, runner, SampleFacts.Scope, new Registration(one), other % 2 == 0, other == 1, asOf),
            9 => new RunnerMissing(at, runner, asOf),
            10 => SampleFacts.RunnerBusy(one, other, second),
            11 => SampleFacts.RunnerFinished(one, other, second),
            12 => new RunnerRetired(at, runner, intent, reason),
            13 => new RunnerKept(at, runner, other % 2 == 0 ? FaultKind.Busy : FaultKind.Transient, "", other, asOf),
            14 => new RunnerGone(at, runner, RunnerEnd.NotFound, asOf),
            15 => SampleFacts.MachinePlanned(one, other == 4 ? null : other, one, second),
            16 => new MachineCreated(at, machine, SampleFacts.Provider, asOf),
            17 => new MachineRefused(at, machine, SampleFacts.Provider, (FaultKind)(other * 2 % 12), "", asOf),
            18 => new MachineSeen(at, machine, SampleFacts.Provider, (MachinePhase)other, null, "", asOf, asOf),
            19 => new MachineMissing(at, machine, SampleFacts.Provider, asOf),
            20 => new MachineCondemned(at, machine, intent, reason),
            21 => new DeleteRefused(at, machine, SampleFacts.Provider, FaultKind.Transient, "", other, asOf),
            22 => new MachineLooked(at, machine, intent, reason),
            23 => new MachineClosed(at, machine, asOf, reason),
            25 => new MachineKept(at, machine, at.AddMinutes(other), reason),
            26 => new FlushAsked(at, SampleFacts.Pool, asOf.Epoch, other % 2 == 0, "ann"),
            24 => new JobAsked(at, SampleFacts.Job(one), (JobAsk)(other % 2), "ann"),
            _ => new PoolAsked(at, SampleFacts.Pool, (PoolMode)(other % 3), "ann"),
        };
    }
}
