using Paddock.Core.Facts;
using Paddock.Engine.Watching;
using Paddock.Ports.Conformance;
using Paddock.Tests.Core.Planning;

namespace Paddock.Tests.Engine.Watching;

public sealed class DeliveryLagsTests
{
    private readonly DeliveryLags _lags = new();
    private readonly DateTimeOffset _now = SampleFacts.Start;

    [Fact]
    public void The_lag_is_the_median_so_that_one_job_held_for_days_moves_nothing()
    {
        Hear(TimeSpan.FromSeconds(1), TimeSpan.FromDays(2), TimeSpan.FromSeconds(3));

        _lags.Of("github.com", _now).ShouldBe(TimeSpan.FromSeconds(3));
    }

    [Fact]
    public void Too_few_tell_nothing_and_neither_do_other_hosts()
    {
        Hear(TimeSpan.FromHours(1), TimeSpan.FromHours(1));

        _lags.Of("github.com", _now).ShouldBeNull();
        _lags.Of("ghe.acme.test", _now).ShouldBeNull();
    }

    [Fact]
    public void What_came_long_ago_is_forgotten()
    {
        Hear([.. Enumerable.Repeat(TimeSpan.FromMinutes(5), 5)]);

        _lags.Of("github.com", _now.AddMinutes(15)).ShouldBeNull();
    }

    [Fact]
    public void A_clock_behind_GitHubs_makes_no_lag_below_nothing()
    {
        Hear([.. Enumerable.Repeat(TimeSpan.FromMinutes(-5), 3)]);

        _lags.Of("github.com", _now).ShouldBe(TimeSpan.Zero);
    }

    private void Hear(params TimeSpan[] lags)
    {
        foreach (var lag in lags)
        {
            _lags.Hear(
                new JobQueued(_now, SampleFacts.Job(1), TestFleet.Details("self-hosted"), _now - lag), _now);
        }
    }
}
