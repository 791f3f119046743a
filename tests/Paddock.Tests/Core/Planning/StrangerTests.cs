using Paddock.Core.Facts;
using Paddock.Core.Model;
using Paddock.Core.Planning;

namespace Paddock.Tests.Core.Planning;

/// <summary>What wears our mark, and no plan of ours explains it.</summary>
public sealed class StrangerTests
{
    private readonly TestFleet _fleet = new(TestPolicy.Of(TestPolicy.Pool()));

    private TimeSpan Grace => _fleet.Policy.Times.StrayGrace;

    [Fact]
    public void A_strange_machine_is_left_alone_for_the_grace_period_and_then_deleted()
    {
        var stray = new MachineName("pdk-stray");
        _fleet.See(stray, MachinePhase.Running);
        _fleet.Turn().ShouldBeEmpty();
        _fleet.Plan().WakeAt.ShouldBe(_fleet.Now + Grace);

        _fleet.Pass(Grace);

        _fleet.Turn().OfType<DeleteMachine>().ShouldHaveSingleItem().Condemned.Reason.ShouldBe(Reason.Stray);
    }

    [Fact]
    public void A_strange_machine_keeps_until_its_registration_is_gone()
    {
        _fleet.See(new MachineName("pdk-stray"), MachinePhase.Running);
        Show(online: true, busy: true);
        _fleet.Pass(Grace * 2);

        _fleet.Turn().ShouldBeEmpty();
    }

    [Fact]
    public void A_strange_registration_is_removed_when_it_is_offline_idle_and_old_enough()
    {
        Show(online: false, busy: false);
        _fleet.Turn().ShouldBeEmpty();
        _fleet.Pass(Grace);

        _fleet.Turn().OfType<RetireRunner>().ShouldHaveSingleItem().Retired.Reason.ShouldBe(Reason.Stray);
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(true, true)]
    [InlineData(false, true)]
    public void A_strange_registration_that_may_be_at_work_is_not_touched(bool online, bool busy)
    {
        Show(online, busy);
        _fleet.Pass(TimeSpan.FromDays(1));

        _fleet.Turn().ShouldBeEmpty();
    }

    [Fact]
    public void A_strange_registration_that_is_no_longer_listed_is_closed_without_a_request()
    {
        Show(online: true, busy: false);
        _fleet.Say(new RunnerMissing(_fleet.Now, new RunnerName("pdk-stray"), _fleet.Tick()));
        _fleet.Pass(Grace);

        _fleet.Turn().ShouldHaveSingleItem().ShouldBeOfType<KeepBooks>().Item.Fact.ShouldBeOfType<RunnerClosed>();
        _fleet.Turn().ShouldBeEmpty();
    }

    private void Show(bool online, bool busy) => _fleet.Say(new RunnerSeen(
        _fleet.Now, new RunnerName("pdk-stray"), TestPolicy.Acme, new Registration(9), online, busy, _fleet.Tick()));
}
