using Paddock.GitHubModel;

namespace Paddock.Tests.GitHubModels;

public sealed class RateBookTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 20, 12, 0, 0, TimeSpan.Zero);

    private readonly RateBook _rates =
        new(new RateRules { RequestsPerHourMax = 10, PointsPerMinuteMax = 12, ConcurrentMax = 3 });

    private RateVerdict Call(RateCost cost = RateCost.Read, double second = 0, bool refund = false)
    {
        var at = Now.AddSeconds(second);
        var verdict = _rates.Begin("monalisa", cost, at);
        if (verdict == RateVerdict.Granted)
        {
            _rates.End("monalisa", refund, at);
        }
        return verdict;
    }

    private int Remaining => _rates.BudgetOf("monalisa", Now).Remaining;

    [Fact]
    public void An_hour_s_requests_are_counted_and_come_back_after_it()
    {
        for (var i = 0; i < 10; i++)
        {
            Call(second: i * 61).ShouldBe(RateVerdict.Granted);
        }
        Call(second: 700).ShouldBe(RateVerdict.PrimaryLimit);
        Call(second: 3600).ShouldBe(RateVerdict.Granted);
    }

    [Fact]
    public void What_has_not_changed_costs_nothing()
    {
        Call(refund: true);
        Remaining.ShouldBe(10);
    }

    [Fact]
    public void A_write_is_five_points_of_the_minute()
    {
        Call(RateCost.Write).ShouldBe(RateVerdict.Granted);
        Call(RateCost.Write).ShouldBe(RateVerdict.Granted);
        Call(RateCost.Write).ShouldBe(RateVerdict.SecondaryLimit);
        Call().ShouldBe(RateVerdict.Granted);
        Call(RateCost.Write, second: 60).ShouldBe(RateVerdict.Granted);
    }

    [Fact]
    public void What_has_not_changed_still_is_a_point()
    {
        for (var i = 0; i < 12; i++)
        {
            Call(refund: true);
        }
        Call().ShouldBe(RateVerdict.SecondaryLimit);
    }

    [Fact]
    public void Too_many_at_once_is_a_secondary_limit()
    {
        for (var i = 0; i < 3; i++)
        {
            _rates.Begin("monalisa", RateCost.Read, Now);
        }
        Call().ShouldBe(RateVerdict.SecondaryLimit);
    }

    [Fact]
    public void Everybody_has_a_budget_of_their_own()
    {
        Call(RateCost.Write);
        _rates.BudgetOf("hubot", Now).Remaining.ShouldBe(10);
    }

    [Fact]
    public void Asking_what_is_left_is_always_allowed()
    {
        _rates.Leave("monalisa", remaining: 0, Now.AddHours(1), Now);
        Call().ShouldBe(RateVerdict.PrimaryLimit);
        Call(RateCost.Inquiry).ShouldBe(RateVerdict.Granted);
        Remaining.ShouldBe(0);
    }
}
