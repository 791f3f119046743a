using Paddock.Core.Facts;
using Paddock.Core.Model;
using Paddock.Core.Policy;
using Paddock.Ports;
using Paddock.Ports.Providers;
using Paddock.Simulator.Faults;
using Paddock.Tests.Core.Planning;
using Paddock.Tests.Simulator;

namespace Paddock.Tests.Scenarios;

/// <summary>
/// What people who ran other autoscalers asked for, each as one story. Four of their ten are told elsewhere: a restart
/// in every phase of a launch by <see cref="LifeOfAJobTests"/>, by every run of the simulator, and by the crash test
/// of the real program; two fleets in one account by the strangers in every run (P5); hostile names and labels, and
/// secrets that nobody else may see, by the wall tests against a real engine.
/// </summary>
public sealed class AcceptanceTests
{
    [Fact]
    public void A_matrix_of_a_hundred_on_a_limit_of_twenty_never_has_more_than_twenty_machines()
    {
        using var stage = new Stage(TestPolicy.Pool() with { RunnersMax = 20 });
        stage.Push(100);

        // The stage ends the story where a busy machine is deleted.
        stage.Until(() => stage.JobsDone == 100);
        stage.Until(() => stage.Machines == 0);

        stage.MachinesMost.ShouldBe(20);
    }

    [Fact]
    public void Lost_repeated_and_reordered_deliveries_cost_a_job_at_most_a_sweep_and_a_boot()
    {
        var boot = TimeSpan.FromSeconds(40);
        var faults = new FaultRates { WebhookLost = 0.1, WebhookTwice = 0.1, WebhookLate = 0.5 };
        using var stage = new Stage(TestPolicy.Pool(), faults);
        for (var i = 0; i < 30; i++)
        {
            stage.Push(2);
            stage.Pass(TimeSpan.FromSeconds(20));
        }

        stage.Until(() => stage.JobsDone == 60);
        stage.Until(() => stage.Machines == 0 && stage.Registrations == 0);

        stage.Jobs.Max(job => job.StartedAt!.Value - job.QueuedAt).ShouldBeLessThan(Stage.Sweep + boot);
    }

    [Fact]
    public void Half_of_the_jobs_are_cancelled_and_nothing_is_started_once_that_is_known()
    {
        using var stage = new Stage(TestPolicy.Pool() with { RunnersMax = 12 });
        var kept = stage.Push(20);
        var cancelled = stage.Push(20);
        stage.Pass(TimeSpan.FromSeconds(15));

        stage.Cancel(cancelled);
        stage.Until(() => stage.Jobs.Count(job => job.RunId == kept.Id && job.Conclusion is not null) == 20);
        var planned = stage.Planned.Count;
        stage.Pass(new PoolTimeouts().Idle + TimeSpan.FromMinutes(2));

        stage.Planned.Count.ShouldBe(planned, "nobody waits any more");
        stage.Planned.Count.ShouldBeLessThanOrEqualTo(20 + 12, "what was up before the cancel, and the kept ones");
        stage.Machines.ShouldBe(0);
    }

    [Fact]
    public void Where_the_first_two_offers_are_not_to_be_had_the_third_makes_the_one_machine()
    {
        var asked = new List<string>();
        Offer[] offers =
        [
            .. new[] { "small", "medium", "large" }
                .Select(size => new Offer(TestPolicy.Cloud, new MachineSize(size), null, "image")),
        ];
        using var stage = new Stage(TestPolicy.Pool() with { Offers = offers }, alter: doors => doors with
        {
            Providers = doors.Providers.ToDictionary(
                door => door.Key, door => (IProvider)new AlteredProvider(door.Value) { Refused = Refuse }),
        });
        stage.Push(1);

        stage.Until(() => stage.JobsDone == 1);
        stage.Until(() => stage.Machines == 0 && stage.Registrations == 0);

        asked.Count.ShouldBe(3);
        stage.MachinesMost.ShouldBe(1);
        stage.Planned.Select(planned => planned.Plan.BornFor).Distinct().ShouldHaveSingleItem();

        Fault? Refuse(MachineSpec spec)
        {
            asked.Add(spec.Offer.Size.ToString());
            return spec.Offer == offers[2] ? null : new Fault(FaultKind.CapacityUnavailable, "Sold out.");
        }
    }

    [Fact]
    public void GitHub_answers_503_for_ten_minutes_and_the_stock_stays_and_the_back_off_shows()
    {
        using var stage = new Stage(TestPolicy.Pool() with { Idle = new IdlePolicy(Min: 2), RunnersMax = 4 });
        stage.Push(12);
        stage.Until(() => stage.JobsDone == 2);
        var outage = new Outage(
            FaultBox.GitHub, stage.Time.Elapsed, TimeSpan.FromMinutes(10), IsSilent: false, StopsRunners: false);

        stage.Suffer(outage);
        stage.Facts.OfType<PlaceAnswered>().Max(answer => answer.Streak).ShouldBeGreaterThan(5);

        stage.Until(() => stage.JobsDone == 12);
        stage.Pass(TimeSpan.FromMinutes(30));
        stage.Machines.ShouldBe(2);
        stage.Registrations.ShouldBe(2);
    }

    [Fact]
    public void Runners_that_an_outage_kept_from_registering_serve_the_queue_when_it_is_over()
    {
        using var stage = new Stage(TestPolicy.Pool());
        stage.Push(6);
        stage.Until(() => stage.Machines == 6);
        var outage = new Outage(
            FaultBox.GitHub, stage.Time.Elapsed, TimeSpan.FromMinutes(20), IsSilent: true, StopsRunners: true);

        stage.Suffer(outage);
        stage.Until(() => stage.JobsDone == 6);

        stage.Planned.Count.ShouldBe(6, "no machine was replaced for GitHub's silence");
        stage.Pass(TimeSpan.FromMinutes(15));
        (stage.Machines, stage.Registrations).ShouldBe((0, 0));
        stage.Facts.OfType<PlaceAnswered>().Where(fact => fact.Place == PlaceKey.OfConnection("default"))
            .Select(fact => fact.Fault is null).ShouldBe([false, true]);
    }

    [Fact]
    public void In_an_hour_without_jobs_nothing_is_decided_so_that_sweeps_are_all_that_GitHub_is_asked()
    {
        using var stage = new Stage(TestPolicy.Pool() with { Idle = new IdlePolicy(Min: 2) });
        stage.Pass(TimeSpan.FromMinutes(10));
        stage.Machines.ShouldBe(2);
        var facts = stage.Facts.Count();

        stage.Pass(TimeSpan.FromHours(1));

        // Every call that is not a sweep's belongs to a step, and every step is a fact before it begins.
        stage.Facts.Count().ShouldBe(facts);
    }
}
