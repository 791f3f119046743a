using FsCheck;
using FsCheck.Fluent;
using Paddock.Core.Facts;
using Paddock.Core.Folding;
using Paddock.Core.Labels;
using Paddock.Core.Model;
using Paddock.Ports.Conformance;

namespace Paddock.Tests.Core.Folding;

/// <summary>
/// Observations about one row, from domains so small that they collide. What is true in the world is true here: two
/// looks or effects never share a tick, so a tick says all about what was seen at it.
/// </summary>
internal static class FactGens
{
    private const int Moments = 12;

    private static readonly RunnerName Runner = SampleFacts.Runner(1);
    private static readonly MachineName Machine = SampleFacts.Machine(1);

    private static Gen<DateTimeOffset> Time { get; } = Gen.Choose(0, Moments).Select(SampleFacts.At);

    private static Gen<bool> Flag { get; } = Gen.Elements(false, true);

    public static Gen<JobObservation> OfJob { get; } = Gen.OneOf(
        from at in Time from details in Details select (JobObservation)new JobHeld(at, SampleFacts.Job(1), details),
        from at in Time
        from details in Details
        from queued in Time
        from isKnown in Flag
        select (JobObservation)new JobQueued(at, SampleFacts.Job(1), details, isKnown ? queued : null),
        from at in Time
        from details in Details
        from runner in Gen.Elements(null, "pdk-one", "pdk-two")
        from started in Time
        from isKnown in Flag
        select (JobObservation)new JobStarted(at, SampleFacts.Job(1), details, runner, isKnown ? started : null),
        from at in Time
        from details in Details
        from runner in Gen.Elements(null, "pdk-one", "pdk-two")
        from conclusion in Gen.Elements("success", "failure", "cancelled")
        select (JobObservation)new JobFinished(at, SampleFacts.Job(1), details, runner, conclusion, at));

    /// <summary>Only what somebody has reported can be asked about.</summary>
    private static Gen<Observation> OfKnownJob { get; } = Gen.OneOf(
        OfJob.Select(Observation (report) => report),
        from at in Time
        from ask in Gen.Elements(Enum.GetValues<JobAsk>())
        from who in Gen.Elements("ann", "bob")
        select (Observation)new JobAsked(at, SampleFacts.Job(1), ask, who));

    public static Gen<RunnerObservation> OfRunner { get; } = Gen.OneOf(
        from asOf in Tick(0)
        select (RunnerObservation)new RunnerTicketed(asOf.At, Runner, new Registration(asOf.Tick), asOf),
        from asOf in Tick(1)
        select (RunnerObservation)new TicketRefused(asOf.At, Runner, FaultOf(asOf), $"no {asOf.Tick}", asOf),
        from asOf in Tick(2)
        select (RunnerObservation)new TicketLost(asOf.At, Runner, $"lost {asOf.Tick}", asOf),
        from asOf in Tick(3)
        select (RunnerObservation)new RunnerSeen(
            asOf.At, Runner, SampleFacts.Scope, new Registration(7), asOf.Tick % 2 == 0, asOf.Tick % 3 == 0, asOf),
        from asOf in Tick(4)
        select (RunnerObservation)new RunnerMissing(asOf.At, Runner, asOf),
        from asOf in Tick(5)
        select (RunnerObservation)new RunnerKept(
            asOf.At, Runner, asOf.Tick % 2 == 0 ? FaultKind.Busy : FaultOf(asOf), "kept", (int)asOf.Tick % 4, asOf,
            RetryAtOf(asOf)),
        from asOf in Tick(6)
        select (RunnerObservation)new RunnerGone(
            asOf.At, Runner, asOf.Tick % 2 == 0 ? RunnerEnd.Removed : RunnerEnd.NotFound, asOf),
        from at in Time
        from job in Gen.Choose(1, 3)
        from isOver in Flag
        select isOver
            ? (RunnerObservation)new RunnerFinished(at, Runner, SampleFacts.Job(job))
            : new RunnerBusy(at, Runner, SampleFacts.Job(job)),
        from at in Time select (RunnerObservation)new RetireAsked(at, Runner, "ann"));

    public static Gen<MachineObservation> OfMachine { get; } = Gen.OneOf(
        from asOf in Tick(0)
        select (MachineObservation)new MachineCreated(asOf.At, Machine, SampleFacts.Provider, asOf),
        from asOf in Tick(1)
        select (MachineObservation)new MachineRefused(
            asOf.At, Machine, SampleFacts.Provider, FaultOf(asOf), $"no {asOf.Tick}", asOf),
        from asOf in Tick(2)
        let phase = (MachinePhase)(asOf.Tick / 8 % 5)
        select (MachineObservation)new MachineSeen(
            asOf.At, Machine, SampleFacts.Provider, phase, phase == MachinePhase.Finished ? 3 : null, "", asOf,
            asOf with { Tick = asOf.Tick + 1 }),
        from asOf in Tick(4)
        select (MachineObservation)new MachineMissing(asOf.At, Machine, SampleFacts.Provider, asOf),
        from asOf in Tick(5)
        select (MachineObservation)new DeleteRefused(
            asOf.At, Machine, SampleFacts.Provider, FaultOf(asOf), "kept", (int)asOf.Tick % 4, asOf,
            RetryAtOf(asOf)));

    public static Gen<PlaceAnswered> OfPlace { get; } =
        from asOf in Tick(0)
        let fault = asOf.Tick % 3 == 0 ? (FaultKind?)null : FaultOf(asOf)
        select new PlaceAnswered(asOf.At, SampleFacts.Place, fault, "", (int)asOf.Tick % 4, null, asOf);

    public static Gen<Observation> OfPool { get; } = Gen.OneOf(
        from at in Time
        from mode in Gen.Elements(Enum.GetValues<PoolMode>())
        from who in Gen.Elements("ann", "bob")
        select (Observation)new PoolAsked(at, SampleFacts.Pool, mode, who),
        from at in Time
        from epoch in Gen.Choose(1, 2)
        from withBusy in Flag
        from who in Gen.Elements("ann", "bob")
        select (Observation)new FlushAsked(at, SampleFacts.Pool, epoch, withBusy, who));

    public static Gen<ClockStepped> OfFleet { get; } =
        from second in Gen.Choose(0, Moments)
        select new ClockStepped(SampleFacts.At(second), TimeSpan.FromSeconds(second * 7));

    /// <summary>
    /// Any observation, each list about one row; with that row as it may be before: absent or planned.
    /// </summary>
    public static Gen<(Row? Before, Observation[] Facts)> OneRow { get; } = Gen.OneOf(
        Many(OfJob, null),
        Many(OfKnownJob, SampleFacts.JobQueued(1, 3)),
        Many(OfRunner, null),
        Many(OfRunner, SampleFacts.RunnerPlanned(1, 1, 1, 3)),
        Many(OfMachine, null),
        Many(OfMachine, SampleFacts.MachinePlanned(1, 1, 1, 3)),
        Many(OfMachine, SampleFacts.MachinePlanned(1, null, 1, 3)),
        Many(OfPlace, null),
        Many(OfPool, null),
        Many(OfFleet, SampleFacts.PolicyChanged(1, 1)));

    private static Gen<JobDetails> Details =>
        from name in Gen.Elements("acme", "acme-2")
        from label in Gen.Elements("linux", "gpu")
        from fromFork in Gen.Elements<bool?>(null, false, true)
        select new JobDetails(
            new Repository(7, name, "shop", Private: true), RunId: 5, RunAttempt: 1, "ci", "test",
            LabelSet.Of("self-hosted", label), "https://example.test") { FromFork = fromFork };

    /// <summary>A tick that only facts of this kind have, in one of two epochs.</summary>
    private static Gen<AsOf> Tick(int kind) =>
        from epoch in Gen.Choose(1, 2)
        from moment in Gen.Choose(0, Moments)
        select new AsOf(epoch, (moment * 8) + kind, SampleFacts.At((epoch * 100) + moment));

    private static FaultKind FaultOf(AsOf asOf) => (FaultKind)(asOf.Tick / 8 % Enum.GetValues<FaultKind>().Length);

    /// <summary>None, one that is over already, and one that is not.</summary>
    private static DateTimeOffset? RetryAtOf(AsOf asOf) =>
        asOf.Tick / 8 % 3 == 0 ? null : asOf.At.AddSeconds((asOf.Tick / 8 % 3 * 10) - 15);

    private static Gen<(Row? Before, Observation[] Facts)> Many<TFact>(Gen<TFact> fact, Fact? first)
        where TFact : Observation =>
        from facts in fact.ArrayOf()
        select (first is null ? null : Fold.Apply(null, first), facts.Cast<Observation>().ToArray());

}
