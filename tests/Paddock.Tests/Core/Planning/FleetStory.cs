using FsCheck;
using FsCheck.Fluent;
using Paddock.Core.Facts;
using Paddock.Core.Model;
using Paddock.Core.Planning;
using Paddock.Core.Policy;

namespace Paddock.Tests.Core.Planning;

/// <summary>One thing that happens, and to whom: the number picks among those it can happen to.</summary>
internal readonly record struct Happening(int Kind, int Pick);

/// <summary>
/// A world that keeps some order: jobs are queued before they start, effects answer what was decided, machines end.
/// Told from generated happenings, so every picture the planner sees is one a real fleet can come to.
/// </summary>
internal sealed class FleetStory(FleetPolicy policy)
{
    private readonly List<StartRunner> _asked = [];
    private readonly List<JobKey> _waiting = [];
    private readonly List<(RunnerName Runner, JobKey Job)> _running = [];
    private long _jobs;

    public TestFleet Fleet { get; } = new(policy);

    public static Gen<FleetPolicy> Policies { get; } =
        from fleetMax in Gen.Elements<int?>(null, 1, 3, 8)
        from poolMax in Gen.Elements<int?>(null, 1, 2)
        from idle in Gen.Choose(0, 2)
        from idleMax in Gen.Elements<int?>(null, 2, 3)
        from kind in Gen.Elements(StockKind.Registered, StockKind.Blank)
        from spill in Gen.Elements(true, false)
        from startsMax in Gen.Elements(1, 64)
        from keep in Gen.Elements(0, 0, 20)
        select TestPolicy.Of(
            TestPolicy.Pool() with
            {
                RunnersMax = poolMax, Spill = spill, KeepFailed = TimeSpan.FromMinutes(keep),
            },
            TestPolicy.Pool("gpu", "gpu") with
            {
                Idle = new IdlePolicy(idle, idleMax, kind),
                Offers = [TestPolicy.Offer("small"), TestPolicy.Offer("large")],
            }) with
            {
                RunnersMax = fleetMax,
                Providers = [new ProviderPolicy(TestPolicy.Cloud, "test", true, TimeSpan.FromSeconds(30), startsMax)],
            };

    public static Gen<Happening[]> Happenings { get; } =
        (from kind in Gen.Choose(0, 15) from pick in Gen.Choose(0, 1000) select new Happening(kind, pick)).ArrayOf();

    /// <summary>What a plan brought is remembered: it is what effects answer later.</summary>
    public void CarryOut(Plan plan)
    {
        Fleet.CarryOut(plan);
        _asked.AddRange(plan.Steps.OfType<StartRunner>());
    }

    public void Let(Happening it)
    {
        switch (it.Kind)
        {
            case <= 3:
                _waiting.Add(Fleet.Queue(++_jobs, it.Pick % 3 == 0 ? ["gpu"] : it.Pick % 7 == 0
                    ? ["self-hosted", "arm"] : ["linux"]));
                break;
            case <= 6 when Take(_asked, it.Pick) is { } start:
                Answer(start, it.Pick);
                break;
            case 7 when Pick(Up(), it.Pick) is { } runner:
                Fleet.Online(runner.Name);
                break;
            case 8 when Pick(Up(), it.Pick) is { } runner && _waiting.Count > 0:
                Begin(runner, it.Pick);
                break;
            case 9 when _running.Count > 0:
                var (busy, job) = Take(_running, it.Pick);
                Fleet.Finish(busy, job);
                break;
            case 10 when _waiting.Count > 0:
                Fleet.Cancel(Take(_waiting, it.Pick));
                break;
            case 11 when Pick(Fleet.Machines.Where(machine => machine.IsOpen).ToList(), it.Pick) is { } machine:
                Fleet.See(machine.Name, (MachinePhase)(it.Pick % 5));
                break;
            case 12 when Pick(Fleet.Machines.Where(machine => machine.IsOpen).ToList(), it.Pick) is { } machine:
                Fleet.Missing(machine.Name);
                break;
            case 13 when Pick(Fleet.Runners.Where(runner => runner.State == RunnerState.Retiring)
                .ToList(), it.Pick) is { } runner:
                Remove(runner, it.Pick);
                break;
            case 14:
                Fleet.Pass(TimeSpan.FromSeconds(1 << (it.Pick % 14)));
                break;
            case 15:
                Rest(it.Pick);
                break;
        }
    }

    private void Answer(StartRunner start, int pick)
    {
        var (runner, machine) = (start.Runner.Runner, start.Machine.Machine);
        switch (pick % 5)
        {
            case 0:
                Fleet.Say(new TicketLost(Fleet.Now, runner, "lost", Fleet.Tick()),
                    Refused(machine, FaultKind.Transient));
                break;
            case 1:
                Fleet.Say(new RunnerTicketed(Fleet.Now, runner, new Registration(pick), Fleet.Tick()));
                Fleet.Say(Refused(machine, pick % 2 == 0 ? FaultKind.Ambiguous : FaultKind.CapacityUnavailable));
                Fleet.Refuse(PlaceKey.Of(start.Machine.Plan.Offer), FaultKind.CapacityUnavailable, 1 + (pick % 3));
                break;
            default:
                Fleet.Answer(start);
                break;
        }
    }

    private void Begin(RunnerRow runner, int pick)
    {
        var job = Take(_waiting, pick);
        Fleet.Take(runner.Name, job);
        _running.Add((runner.Name, job));
    }

    private void Remove(RunnerRow runner, int pick)
    {
        var attempt = runner.Retirement!.Intent.Attempt;
        Fleet.Say(pick % 3 == 0
            ? new RunnerKept(Fleet.Now, runner.Name, FaultKind.Busy, "busy", attempt, Fleet.Tick())
            : new RunnerGone(Fleet.Now, runner.Name, RunnerEnd.Removed, Fleet.Tick()));
    }

    private void Rest(int pick)
    {
        switch (pick % 4)
        {
            case 0:
                Fleet.Restart();
                _asked.Clear();
                break;
            case 1:
                Fleet.Say(new PoolAsked(Fleet.Now, new PoolName("gpu"), (PoolMode)(pick / 3 % 3), "ann"));
                break;
            case 2 when _waiting.Count > 0:
                Fleet.Say(new JobAsked(Fleet.Now, _waiting[pick % _waiting.Count], (JobAsk)(pick / 4 % 2), "ann"));
                break;
            case 3 when pick % 8 == 3:
                Fleet.Say(new FlushAsked(
                    Fleet.Now, new PoolName("gpu"), Fleet.Epoch, WithBusy: pick % 3 == 0, "ann"));
                break;
            default:
                Fleet.See(new MachineName($"pdk-stray-{pick % 2}"), MachinePhase.Running);
                break;
        }
    }

    private MachineRefused Refused(MachineName machine, FaultKind fault) =>
        new(Fleet.Now, machine, TestPolicy.Cloud, fault, "no", Fleet.Tick());

    private List<RunnerRow> Up() =>
        [.. Fleet.Runners.Where(runner => runner.State is RunnerState.Starting or RunnerState.Idle)];

    private static T? Pick<T>(List<T> of, int pick) where T : class => of.Count == 0 ? null : of[pick % of.Count];

    private static T? Take<T>(List<T> of, int pick)
    {
        if (of.Count == 0)
        {
            return default;
        }
        var taken = of[pick % of.Count];
        of.RemoveAt(pick % of.Count);
        return taken;
    }
}
