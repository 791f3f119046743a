using Paddock.Core.Planning;

namespace Paddock.Tests.Core.Planning;

public sealed class CoveringTests
{
    private readonly TestFleet _fleet = new(TestPolicy.Of(TestPolicy.Pool(), TestPolicy.Pool("gpu", "gpu")));

    [Fact]
    public void A_special_runner_is_left_to_the_job_that_needs_it()
    {
        var special = _fleet.Queue(1, "self-hosted", "gpu");
        var plain = _fleet.Queue(2);
        _fleet.Start().Count.ShouldBe(2);
        _fleet.Cancel(special);
        _fleet.Cancel(plain);
        _fleet.Turn();

        // The plain job is older; were it given the special runner, the special job would be left with the plain one.
        _fleet.Queue(3);
        _fleet.Pass(TimeSpan.FromSeconds(1));
        _fleet.Queue(4, "self-hosted", "gpu");

        _fleet.Turn().OfType<StartRunner>().ShouldBeEmpty();
    }

    [Fact]
    public void A_plain_runner_does_not_hide_the_need_of_a_special_job()
    {
        var plain = _fleet.Queue(1);
        _fleet.Start();
        _fleet.Cancel(plain);

        _fleet.Queue(2, "gpu", "linux");

        _fleet.Turn().OfType<StartRunner>().ShouldHaveSingleItem().Runner.Plan.Pool.Value.ShouldBe("gpu");
    }

    [Fact]
    public void A_special_runner_serves_a_plain_job_when_nobody_else_wants_it()
    {
        var special = _fleet.Queue(1, "gpu");
        _fleet.Start();
        _fleet.Cancel(special);

        _fleet.Queue(2);

        _fleet.Turn().OfType<StartRunner>().ShouldBeEmpty();
    }

    [Fact]
    public void Plain_jobs_are_moved_aside_for_a_special_one()
    {
        foreach (var id in (long[])[1, 2, 3])
        {
            _fleet.Queue(id, id < 3 ? ["self-hosted", "linux"] : ["gpu"]);
        }
        _fleet.Start().Count.ShouldBe(3);
        _fleet.Queue(4, "gpu");

        // Two plain runners, one special, two of each kind of job: exactly one special runner is missing.
        _fleet.Turn().OfType<StartRunner>().Select(start => start.Runner.Plan.Pool.Value).ShouldBe(["gpu"]);
    }

    [Fact]
    public void A_job_whose_runner_took_another_is_answered_anew_under_the_same_order()
    {
        var first = _fleet.Queue(1);
        var runner = _fleet.Start().ShouldHaveSingleItem();
        var order = _fleet.Order(first);
        var thief = _fleet.Queue(2);
        _fleet.Take(runner.Name, thief);

        var start = _fleet.Turn().OfType<StartRunner>().ShouldHaveSingleItem();

        start.Runner.Plan.BornFor.ShouldBe(order.Key);
        _fleet.Order(first).OpenedAt.ShouldBe(order.OpenedAt);
    }

    [Fact]
    public void Jobs_that_may_not_spill_do_not_make_a_special_job_start_runner_after_runner()
    {
        var fleet = new TestFleet(TestPolicy.Of(
            TestPolicy.Pool() with { RunnersMax = 1, Spill = false }, TestPolicy.Pool("gpu", "gpu")));
        var first = fleet.Queue(1);
        fleet.Take(fleet.Start().ShouldHaveSingleItem().Name, first);
        fleet.Queue(2);
        fleet.Queue(3);
        fleet.Queue(4, "gpu");
        fleet.Turn().OfType<StartRunner>().ShouldHaveSingleItem();

        fleet.Turn().ShouldBeEmpty();
    }

    [Fact]
    public void A_runner_outside_the_repositorys_scope_does_not_count()
    {
        var other = TestPolicy.Pool() with { Scopes = [Paddock.Core.Model.Scope.TryParse("repo:acme/other")!] };
        var fleet = new TestFleet(TestPolicy.Of(other with { Idle = new(Min: 1) }, TestPolicy.Pool("home")));
        fleet.Start().ShouldHaveSingleItem().Plan!.Pool.Value.ShouldBe("linux");

        fleet.Queue(1);

        fleet.Turn().OfType<StartRunner>().ShouldHaveSingleItem().Runner.Plan.Pool.Value.ShouldBe("home");
    }
}
