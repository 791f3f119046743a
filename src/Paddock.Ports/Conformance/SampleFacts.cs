using Paddock.Core.Facts;
using Paddock.Core.Labels;
using Paddock.Core.Model;
using Paddock.Core.Planning;

namespace Paddock.Ports.Conformance;

/// <summary>
/// Facts and decisions such as a real fleet has, made from small numbers: for suites that need content, and care about
/// none of it.
/// </summary>
public static class SampleFacts
{
    public static DateTimeOffset Start { get; } = new(2026, 11, 20, 9, 0, 0, TimeSpan.Zero);

    public static PoolName Pool { get; } = new("linux");

    public static ProviderName Provider { get; } = new("cloud");

    public static Scope Scope { get; } = new(Scope.DefaultConnection, ScopeKind.Organization, "acme");

    public static DateTimeOffset At(int second) => Start + TimeSpan.FromSeconds(second);

    public static AsOf AsOf(int second) => new(Epoch: 1, second, At(second));

    public static JobKey Job(long id) => new("github.com", id);

    public static RunnerName Runner(int number) => new($"pdk-aaaaaaaa-runner{number:d6}");

    public static MachineName Machine(int number) => new($"pdk-aaaaaaaa-machin{number:d6}");

    public static OrderKey Order(long id) => OrderKey.ForJob(Job(id));

    public static PlaceKey Place { get; } = PlaceKey.Of(Offer);

    private static Offer Offer => new(Provider, new MachineSize("cx23"), "fsn1", "ubuntu-24.04");

    private static RunnerTimeouts Timeouts { get; } =
        new(TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(10), TimeSpan.FromSeconds(20), TimeSpan.FromHours(25));

    private static JobDetails Details(long id) => new(
        new Repository(7, "acme", "shop", Private: true), RunId: id * 10, RunAttempt: 1, "build", $"test ({id}, “ü”)",
        LabelSet.Of("self-hosted", "linux", "X64"), $"https://github.com/acme/shop/actions/runs/{id * 10}/job/{id}");

    private static Intent Intent(IntentKind kind, int second) =>
        new(kind, Attempt: 1, AsOf(second), Deadline: At(second + 600));

    private static MachinePlan MachinePlan(long job, int second) => new(
        Pool, Scope, Offer, Order(job), Generation: 1, At(second), At(second) + TimeSpan.FromHours(25));

    public static JobHeld JobHeld(long id, int second) => new(At(second), Job(id), Details(id));

    public static JobQueued JobQueued(long id, int second) => new(At(second), Job(id), Details(id), At(second - 1));

    public static JobStarted JobStarted(long id, int runner, int second) =>
        new(At(second), Job(id), Details(id), Runner(runner).Value, At(second - 1));

    public static JobFinished JobFinished(long id, int runner, int second) =>
        new(At(second), Job(id), Details(id), Runner(runner).Value, "success", At(second - 1));

    public static OrderOpened OrderOpened(long job, int second) =>
        new(At(second), Order(job), Pool, null, Reason.JobWaiting);

    public static OrderOpened StockOpened(string unit, int second) =>
        new(At(second), OrderKey.ForStock(unit), Pool, Scope, Reason.StockShort);

    public static OrderNoted OrderNoted(long job, int second) =>
        new(At(second), Order(job), WaitReason.PoolLimit, "pool linux has reached its limit of 2 machines");

    public static OrderClosed OrderClosed(long job, int second) => new(At(second), Order(job), OrderOutcome.Started);

    public static RunnerPlanned RunnerPlanned(int runner, int machine, long job, int second) => new(
        At(second), Runner(runner),
        new RunnerPlan(
            Pool, new RunnerClass("github.com", Scope, "default", LabelSet.Of("self-hosted", "linux", "x64")),
            Machine(machine), Order(job), Timeouts, At(second)),
        Intent(IntentKind.Ticket, second), Reason.JobWaiting);

    public static RunnerTicketed RunnerTicketed(int runner, int second) =>
        new(At(second), Runner(runner), new Registration(runner), AsOf(second));

    public static RunnerSeen RunnerSeen(int runner, int second) => new(
        At(second), Runner(runner), Scope, new Registration(runner), Online: true, Busy: false, AsOf(second));

    public static RunnerBusy RunnerBusy(int runner, long job, int second) => new(At(second), Runner(runner), Job(job));

    public static RunnerFinished RunnerFinished(int runner, long job, int second) =>
        new(At(second), Runner(runner), Job(job));

    public static RunnerClosed RunnerClosed(int runner, int second) =>
        new(At(second), Runner(runner), RunnerEnd.JobDone, AsOf(second), Reason.JobDone);

    public static RunnerRetired RunnerRetired(int runner, int second) =>
        new(At(second), Runner(runner), Intent(IntentKind.Remove, second), Reason.IdleTooLong);

    public static MachinePlanned MachinePlanned(int machine, int? runner, long job, int second) => new(
        At(second), Machine(machine), MachinePlan(job, second), runner is { } number ? Runner(number) : null,
        Intent(IntentKind.Create, second), Reason.JobWaiting);

    public static MachineServed MachineServed(int machine, int runner, int second) =>
        new(At(second), Machine(machine), Runner(runner), Intent(IntentKind.Serve, second), Reason.JobWaiting);

    public static MachineCreated MachineCreated(int machine, int second) =>
        new(At(second), Machine(machine), Provider, AsOf(second));

    public static MachineSeen MachineSeen(int machine, MachinePhase phase, int second) => new(
        At(second), Machine(machine), Provider, phase, phase == MachinePhase.Finished ? 0 : null, "",
        AsOf(second), Until: AsOf(second + 1));

    public static MachineCondemned MachineCondemned(int machine, int second) =>
        new(At(second), Machine(machine), Intent(IntentKind.Delete, second), Reason.MachineEnded);

    public static MachineMissing MachineMissing(int machine, int second) =>
        new(At(second), Machine(machine), Provider, AsOf(second));

    public static PlaceAnswered PlaceRefused(int second) => new(
        At(second), Place, FaultKind.CapacityUnavailable, "no cx23 in fsn1", Streak: 1, RetryAt: null, AsOf(second));

    public static PlaceAnswered PlaceAccepted(int second) =>
        new(At(second), Place, null, "", Streak: 0, null, AsOf(second));

    public static PoolAsked PoolAsked(PoolMode mode, int second) => new(At(second), Pool, mode, "ann");

    public static FlushAsked FlushAsked(int second) => new(At(second), Pool, Epoch: 1, WithBusy: true, "ann");

    public static PolicyChanged PolicyChanged(int version, int second) =>
        new(At(second), version, $"fleet: acme # {version}");

    /// <summary>
    /// One fact of every kind there is, each about a subject for which it says something new when they are stored in
    /// this order.
    /// </summary>
    public static IReadOnlyList<Fact> OneOfEachKind { get; } =
    [
        JobHeld(1, 1), JobQueued(1, 2), OrderOpened(1, 3), OrderNoted(1, 4),
        RunnerPlanned(1, 1, 1, 5), MachinePlanned(1, 1, 1, 5), RunnerTicketed(1, 6), MachineCreated(1, 7),
        MachineSeen(1, MachinePhase.Running, 8), RunnerSeen(1, 9), JobStarted(1, 1, 10), RunnerBusy(1, 1, 10),
        OrderClosed(1, 11), new RunnerKept(At(12), Runner(1), FaultKind.Busy, "runs a job", 1, AsOf(12)),
        JobFinished(1, 1, 13), RunnerFinished(1, 1, 13), RunnerClosed(1, 14),
        MachineSeen(1, MachinePhase.Finished, 15), MachineCondemned(1, 16),
        new DeleteRefused(At(17), Machine(1), Provider, FaultKind.Transient, "the daemon is down", 1, AsOf(17)),
        MachineMissing(1, 18),
        MachinePlanned(2, null, 2, 20), MachineCreated(2, 21), MachineSeen(2, MachinePhase.Blank, 22),
        RunnerPlanned(2, 2, 2, 23), MachineServed(2, 2, 23),
        new TicketLost(At(24), Runner(2), "GitHub did not answer in time.", AsOf(24)),
        new RunnerLooked(At(25), Runner(2), Intent(IntentKind.Look, 25), Reason.TicketLost),
        new RunnerMissing(At(26), Runner(2), AsOf(26)),
        new RetireAsked(At(27), Runner(2), "ann"), RunnerRetired(2, 28),
        new RunnerGone(At(29), Runner(2), RunnerEnd.NotFound, AsOf(29)),
        RunnerPlanned(3, 3, 3, 30), MachinePlanned(3, 3, 3, 30),
        new TicketRefused(At(31), Runner(3), FaultKind.RateLimited, "secondary rate limit", AsOf(31)),
        new MachineRefused(At(32), Machine(3), Provider, FaultKind.Ambiguous, "no answer", AsOf(32)),
        new MachineLooked(At(33), Machine(3), Intent(IntentKind.Look, 33), Reason.MachineUncertain),
        new MachineClosed(At(34), Machine(3), AsOf(34), Reason.MachineUncertain),
        JobQueued(2, 35), new JobAsked(At(36), Job(2), JobAsk.Ignore, "ann"),
        MachinePlanned(4, null, 4, 37), MachineCreated(4, 38), MachineSeen(4, MachinePhase.Failed, 39),
        new MachineKept(At(40), Machine(4), At(3600), Reason.MachineFailed),
        PlaceRefused(40), new PlaceForgiven(At(40), Place, At(40), Reason.OperatorAsked),
        PoolAsked(PoolMode.Paused, 41), FlushAsked(41), new ClockStepped(At(42), TimeSpan.FromSeconds(-7)),
        PolicyChanged(1, 43),
    ];
}
