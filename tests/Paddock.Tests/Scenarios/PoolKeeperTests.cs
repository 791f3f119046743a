using Paddock.Core.Facts;
using Paddock.Core.Labels;
using Paddock.Core.Model;
using Paddock.Core.Planning;
using Paddock.Core.Policy;
using Paddock.Engine;
using Paddock.Ports;
using Paddock.Ports.Providers;
using Paddock.Simulator.Faults;
using Paddock.Tests.Core.Planning;
using Paddock.Tests.Simulator;

namespace Paddock.Tests.Scenarios;

/// <summary>
/// What a keeper of warm pools is there for, and what has gone wrong with keepers before: each as one story. The stage
/// ends any of them where a busy machine is deleted.
/// </summary>
public sealed class PoolKeeperTests
{
    private static readonly PoolName Linux = new("linux");

    private static PoolPolicy Warm(int min, int? max = null, StockCount count = StockCount.Idle) =>
        TestPolicy.Pool() with { Idle = new IdlePolicy(min, max) { Count = count } };

    [Fact]
    public void So_many_idle_beside_those_that_work()
    {
        using var stage = new Stage(Warm(2));
        stage.Pass(TimeSpan.FromMinutes(2));
        stage.Push(3);

        stage.Until(() => stage.Runners.Count(runner => runner.IsBusy) == 3);
        stage.Until(() => Idle(stage) == 2);

        stage.Until(() => stage.JobsDone == 3);
        stage.Pass(TimeSpan.FromMinutes(15));
        (stage.Machines, Idle(stage)).ShouldBe((2, 2));
    }

    [Fact]
    public void So_many_in_all_where_those_that_work_count_too()
    {
        using var stage = new Stage(Warm(2, count: StockCount.Total));
        stage.Pass(TimeSpan.FromMinutes(2));
        stage.Push(2);
        stage.Until(() => stage.JobsDone == 2);
        stage.Pass(TimeSpan.FromMinutes(15));

        stage.Machines.ShouldBe(2);
        stage.MachinesMost.ShouldBeLessThanOrEqualTo(4, "a spent machine may wind down while the next one comes");
        stage.Planned.Count.ShouldBe(4);
    }

    [Fact]
    public void Scaling_down_takes_those_that_idle_the_longest_first_and_never_one_that_works()
    {
        using var stage = new Stage(Warm(4, 4));
        stage.Until(() => Idle(stage) == 4);
        var first = stage.Runners.Select(runner => runner.Name).ToList();
        stage.Push(2);
        stage.Until(() => stage.Runners.Count(runner => runner.IsBusy) == 2);
        stage.Until(() => Idle(stage) == 4);
        var working = stage.Runners.Where(runner => runner.IsBusy).Select(runner => runner.Name).ToList();

        stage.Reload(Warm(1, 1));
        stage.Until(() => stage.JobsDone == 2);
        stage.Pass(TimeSpan.FromMinutes(15));

        var retired = stage.Facts.OfType<RunnerRetired>().Select(fact => fact.Runner.Value).Distinct().ToList();
        retired.Count.ShouldBe(3);
        retired.ShouldNotContain(name => working.Contains(name));
        first.Except(working).ShouldBeSubsetOf(retired);
        (stage.Machines, Idle(stage)).ShouldBe((1, 1));
    }

    [Fact]
    public void A_pool_of_more_runners_than_a_page_has_is_kept_and_does_not_grow()
    {
        using var stage = new Stage(Warm(130));
        stage.Until(() => Idle(stage) == 130);

        stage.Pass(TimeSpan.FromHours(1));

        (stage.Machines, stage.Planned.Count).ShouldBe((130, 130));
    }

    [Fact]
    public void Machines_whose_runners_never_register_go_and_are_replaced()
    {
        using var stage = new Stage(Warm(4), new FaultRates { NeverBoots = 0.4, NeverRegisters = 0.4 });
        stage.Pass(TimeSpan.FromMinutes(1));
        stage.Machines.ShouldBe(4);
        Idle(stage).ShouldBeLessThan(4, "the dice of this story let some of them fail");

        stage.Heal();
        stage.Pass(TimeSpan.FromMinutes(30));

        (stage.Machines, stage.Registrations, Idle(stage)).ShouldBe((4, 4, 4));
        stage.Facts.OfType<RunnerRetired>().Select(fact => fact.Reason).ShouldContain(Reason.NeverRegistered);
    }

    [Fact]
    public void One_that_has_just_registered_and_is_offline_still_is_not_taken_for_dead()
    {
        var fleet = new TestFleet(TestPolicy.Of(Warm(1)));
        var start = fleet.Turn().OfType<StartRunner>().ShouldHaveSingleItem();
        fleet.Answer(start);
        fleet.Pass(TimeSpan.FromMinutes(4));

        // A list shows it: registered by us minutes ago, and not online yet.
        fleet.Say(new RunnerSeen(
            fleet.Now, start.Runner.Runner, TestPolicy.Acme, new Registration(1), Online: false, Busy: false,
            fleet.Tick()));

        fleet.Turn().Where(step => step is RetireRunner or DeleteMachine).ShouldBeEmpty();
        fleet.Online(start.Runner.Runner);
        fleet.Turn().ShouldBeEmpty();
    }

    [Fact]
    public void Two_fleets_whose_names_begin_alike_keep_so_many_each_and_never_touch_the_others()
    {
        using var one = new Stage(Warm(2, 2), fleet: "ci");
        using var other = new Stage(Warm(3, 3), fleet: "ci-large", beside: one);
        one.Until(() => Idle(one) == 2 && Idle(other) == 3);
        var theirs = other.Runners.Select(runner => runner.Name).ToList();

        one.Flush(Linux);
        one.Pass(TimeSpan.FromHours(1));
        one.Reload(Warm(0, 0));
        one.Pass(TimeSpan.FromMinutes(20));

        (one.Machines, one.Runners.Count).ShouldBe((0, 0));
        other.Runners.Select(runner => runner.Name).ShouldBe(theirs, ignoreOrder: true);
        (other.Machines, other.Planned.Count).ShouldBe((3, 3));
    }

    [Fact]
    public void A_pool_that_asks_for_no_stock_has_none()
    {
        using var stage = new Stage(TestPolicy.Pool());

        stage.Pass(TimeSpan.FromHours(2));

        (stage.Planned.Count, stage.Machines).ShouldBe((0, 0));
    }

    [Fact]
    public void A_machine_that_cannot_be_made_keeps_none_of_the_others()
    {
        var refused = 0;
        using var stage = new Stage(Warm(6), alter: doors => Refusing(
            doors, _ => refused++ == 0 ? new Fault(FaultKind.InvalidSpec, "No such image.") : null));

        stage.Until(() => stage.Machines == 5);

        stage.Time.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(30), "they are made side by side");
        stage.Until(() => Idle(stage) == 6);
    }

    [Fact]
    public void Killed_while_its_stock_is_being_made_it_leaves_nothing_half_made()
    {
        using var stage = new Stage(Warm(8));
        stage.Until(() => stage.Machines >= 3);
        stage.Kill();
        stage.Pass(TimeSpan.FromMinutes(1));

        stage.Start();
        stage.Pass(TimeSpan.FromMinutes(20));

        (stage.Machines, stage.Registrations, Idle(stage)).ShouldBe((8, 8, 8));
    }

    [Fact]
    public void A_sweep_is_one_list_however_many_machines_there_are()
    {
        var lists = 0;
        using var stage = new Stage(Warm(40), alter: doors => doors with
        {
            Providers = doors.Providers.ToDictionary(
                door => door.Key, IProvider (door) => new AlteredProvider(door.Value)
                {
                    Listed = list =>
                    {
                        lists++;
                        return list;
                    },
                }),
        });
        stage.Until(() => Idle(stage) == 40);
        stage.Pass(TimeSpan.FromMinutes(5));
        lists = 0;

        stage.Pass(TimeSpan.FromMinutes(30));

        lists.ShouldBeInRange(25, 31);
    }

    [Fact]
    public void Another_scope_in_the_configuration_clears_the_runners_of_the_old_one_and_goes_on_in_the_new()
    {
        using var stage = new Stage(Warm(3));
        stage.Until(() => Idle(stage) == 3);
        stage.Push(1);
        stage.Until(() => stage.Runners.Any(runner => runner.IsBusy));

        stage.Reload(Warm(3) with { Scopes = [Scope.TryParse("repo:acme/shop")!] });
        stage.Until(() => stage.RunnersAt("repos/acme/shop").Count(runner => runner.IsOnline) == 3);
        stage.Until(() => stage.JobsDone == 1);
        stage.Pass(TimeSpan.FromMinutes(15));

        stage.RunnersAt("orgs/acme").ShouldBeEmpty();
        (stage.Machines, stage.Registrations).ShouldBe((3, 3));
        stage.Push(2);
        stage.Until(() => stage.JobsDone == 3);
    }

    [Theory]
    [InlineData("self-hosted,linux,large", PoolPolicy.DefaultGroup)]
    [InlineData("self-hosted,linux", "blue")]
    public void Other_labels_or_another_group_in_the_configuration_replace_what_idles(string labels, string group)
    {
        using var stage = new Stage(Warm(2));
        stage.Pass(TimeSpan.FromMinutes(6));
        var old = stage.Runners.Select(runner => runner.Name).ToList();
        var began = stage.Time.Elapsed;

        stage.Reload(Warm(2) with { Labels = new LabelSet(labels.Split(',')), Group = group });
        stage.Until(() => Idle(stage) == 2 && !stage.Runners.Any(runner => old.Contains(runner.Name)));

        (stage.Time.Elapsed - began).ShouldBeLessThan(TimeSpan.FromMinutes(3), "nobody waits for an idle time-out");
    }

    [Fact]
    public void A_flush_that_was_accepted_just_before_a_kill_is_carried_out_by_the_next_start()
    {
        using var stage = new Stage(Warm(3));
        stage.Until(() => Idle(stage) == 3);
        var old = stage.Runners.Select(runner => runner.Name).ToList();
        stage.Push(1);
        stage.Until(() => stage.Runners.Any(runner => runner.IsBusy));
        stage.Pass(TimeSpan.FromSeconds(5));

        stage.Flush(Linux);
        stage.Kill();
        stage.Pass(TimeSpan.FromSeconds(5));
        stage.Start();
        stage.Until(() => stage.JobsDone == 1);
        stage.Pass(TimeSpan.FromMinutes(20));

        stage.Runners.ShouldNotContain(runner => old.Contains(runner.Name));
        (stage.Machines, Idle(stage)).ShouldBe((3, 3));
    }

    private static int Idle(Stage stage) => stage.Runners.Count(runner => runner is { IsOnline: true, IsBusy: false });

    internal static Doors Refusing(Doors doors, Func<MachineSpec, Fault?> why) => doors with
    {
        Providers = doors.Providers.ToDictionary(
            door => door.Key, IProvider (door) => new AlteredProvider(door.Value) { Refused = why }),
    };
}
