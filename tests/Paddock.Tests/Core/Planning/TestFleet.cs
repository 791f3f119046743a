using Paddock.Core.Facts;
using Paddock.Core.Folding;
using Paddock.Core.Labels;
using Paddock.Core.Model;
using Paddock.Core.Planning;
using Paddock.Core.Policy;
using Paddock.Ports.Conformance;

namespace Paddock.Tests.Core.Planning;

/// <summary>
/// A fleet on paper: the ledger, a clock and the planner, without engine or effects. What GitHub and the provider
/// would say, a test says. Steps are carried out as the store does it, and one that is dropped is an error here:
/// nothing moves between picture and decision.
/// </summary>
internal sealed class TestFleet(FleetPolicy policy)
{
    private readonly Dictionary<Subject, Row> _rows = [];
    private Ledger _ledger = new(0, []);
    private long _seq;
    private long _tick;
    private long _number;

    public FleetPolicy Policy { get; set; } = policy;

    public DateTimeOffset Now { get; private set; } = SampleFacts.Start;

    public int Epoch { get; private set; } = 1;

    public DateTimeOffset EpochStartedAt { get; private set; } = SampleFacts.Start;

    /// <summary>Every row there ever was.</summary>
    public IReadOnlyDictionary<Subject, Row> Rows => _rows;

    public IEnumerable<RunnerRow> Runners => _rows.Values.OfType<RunnerRow>();

    public IEnumerable<MachineRow> Machines => _rows.Values.OfType<MachineRow>();

    public IEnumerable<OrderRow> OpenOrders => _rows.Values.OfType<OrderRow>().Where(order => order.IsOpen);

    public AsOf Tick() => new(Epoch, ++_tick, Now);

    public void Pass(TimeSpan time) => Now += time;

    /// <summary>The process was killed, and another one takes over with what is stored.</summary>
    public void Restart()
    {
        (Epoch, EpochStartedAt, _tick, _number) = (Epoch + 1, Now, 0, 0);
        var open = _rows.Values.Where(row => row.IsOpen).ToList();
        var companions = open.Select(Ledger.Companion).OfType<Subject>().Distinct()
            .Select(subject => _rows.GetValueOrDefault(subject)).OfType<Row>().Where(row => !row.IsOpen);
        _ledger = new Ledger(_seq, [.. open, .. companions]);
    }

    public void Say(params IReadOnlyList<Fact> facts)
    {
        foreach (var fact in facts)
        {
            Store(fact);
        }
    }

    public Snapshot Snapshot() => _ledger.Snapshot(Tick(), EpochStartedAt);

    public Plan Plan() =>
        Planner.Plan(Snapshot(), Policy, Now, new Seed((ulong)Epoch * 0x9E3779B97F4A7C15, ++_number));

    /// <summary>Plans and stores until nothing is left to do now; all steps together.</summary>
    public IReadOnlyList<Step> Turn()
    {
        var steps = new List<Step>();
        for (var pass = 0; pass < 50; pass++)
        {
            var plan = Plan();
            CarryOut(plan);
            steps.AddRange(plan.Steps);
            if (!plan.IsCut)
            {
                return steps;
            }
        }
        throw new InvalidOperationException("The planner never comes to an end.");
    }

    public void CarryOut(Plan plan)
    {
        foreach (var (fact, expected) in plan.Steps.SelectMany(step => step.Items))
        {
            var row = _rows.GetValueOrDefault(fact.Subject);
            if (!Transitions.Allow(row, fact))
            {
                throw new InvalidOperationException($"Illegal: {fact} on {row}");
            }
            if (expected != PlannedFact.AnyVersion && expected != (row?.Version ?? 0))
            {
                throw new InvalidOperationException($"Would be dropped: {fact} expects version {expected} of {row}");
            }
            Store(fact);
        }
    }

    /// <summary>GitHub reports a job that waits since now.</summary>
    public JobKey Queue(long id, params IReadOnlyList<string> labels)
    {
        var job = SampleFacts.Job(id);
        Say(new JobQueued(Now, job, Details(labels.Count == 0 ? ["self-hosted", "linux"] : labels), Now));
        return job;
    }

    /// <summary>A plain job of another repository than <c>acme/shop</c>, or of another run.</summary>
    public JobKey QueueOf(Repository repository, long id, long run = 5, bool? fromFork = null)
    {
        var job = SampleFacts.Job(id);
        var details = Details("self-hosted", "linux") with
        {
            Repository = repository, RunId = run, FromFork = fromFork,
        };
        Say(new JobQueued(Now, job, details, Now));
        return job;
    }

    public void Cancel(JobKey job) => Say(new JobFinished(Now, job, DetailsOf(job), null, "cancelled", Now));

    /// <summary>GitHub gives the ticket and the provider makes the machine.</summary>
    public void Answer(StartRunner start)
    {
        Say(new RunnerTicketed(Now, start.Runner.Runner, new Registration(_seq), Tick()));
        Say(new MachineCreated(Now, start.Machine.Machine, start.Machine.Plan.Offer.Provider, Tick()));
    }

    /// <summary>Plans, answers every start with success, and shows all their runners online.</summary>
    public IReadOnlyList<RunnerRow> Start()
    {
        var starts = Turn().OfType<StartRunner>().ToList();
        starts.ForEach(Answer);
        starts.ForEach(start => Online(start.Runner.Runner));
        return [.. starts.Select(start => Runner(start.Runner.Runner))];
    }

    public void Online(RunnerName runner) => Say(new RunnerSeen(
        Now, runner, Runner(runner).Scope!, Runner(runner).Registration!, Online: true, Busy: false, Tick()));

    public void Take(RunnerName runner, JobKey job) => Say(
        new JobStarted(Now, job, DetailsOf(job), runner.Value, Now), new RunnerBusy(Now, runner, job));

    public void Finish(RunnerName runner, JobKey job) => Say(
        new JobFinished(Now, job, DetailsOf(job), runner.Value, "success", Now), new RunnerFinished(Now, runner, job));

    public void Gone(RunnerName runner) => Say(new RunnerGone(Now, runner, RunnerEnd.Removed, Tick()));

    public void Missing(MachineName machine) => Say(new MachineMissing(Now, machine, TestPolicy.Cloud, Tick()));

    public void See(MachineName machine, MachinePhase phase)
    {
        var asOf = Tick();
        Say(new MachineSeen(Now, machine, TestPolicy.Cloud, phase, null, "", asOf, Tick()));
    }

    public void Refuse(PlaceKey place, FaultKind fault, int streak = 1) =>
        Say(new PlaceAnswered(Now, place, fault, "no", streak, null, Tick()));

    public RunnerRow Runner(RunnerName name) => (RunnerRow)_rows[Subject.Of(name)];

    public MachineRow MachineOf(RunnerRow runner) => (MachineRow)_rows[Subject.Of(runner.Plan!.Machine)];

    public OrderRow Order(JobKey job) => (OrderRow)_rows[Subject.Of(OrderKey.ForJob(job))];

    public Wait? WaitOf(JobKey job) =>
        Plan().Waits.Cast<Wait?>().LastOrDefault(wait => wait!.Value.Order == OrderKey.ForJob(job));

    public static JobDetails Details(params IReadOnlyList<string> labels) => new(
        new Repository(7, "acme", "shop", Private: true), RunId: 5, RunAttempt: 1, "ci", "test",
        new LabelSet(labels), "https://example.test");

    private JobDetails DetailsOf(JobKey job) =>
        _rows.GetValueOrDefault(Subject.Of(job)) is JobRow row ? row.Details : Details("self-hosted", "linux");

    private void Store(Fact fact)
    {
        var row = _rows.GetValueOrDefault(fact.Subject);
        var next = Fold.Apply(row, fact);
        if (next is null || ReferenceEquals(next, row))
        {
            return;
        }
        var entry = new JournalEntry(++_seq, (row?.Version ?? 0) + 1, fact);
        _rows[fact.Subject] = next with { Version = entry.Version };
        if (!_ledger.TryApply(entry))
        {
            _ledger.Reload(entry, _rows[fact.Subject]);
        }
    }
}
