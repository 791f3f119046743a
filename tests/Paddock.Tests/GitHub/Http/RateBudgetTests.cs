using Paddock.GitHub.Http;
using Paddock.GitHub.Http.Rates;

namespace Paddock.Tests.GitHub.Http;

public sealed class RateBudgetTests
{
    private static readonly RateAnswer Fine = new(false, false, null, null, false);
    private static readonly RateAnswer Secondary = new(true, false, null, null, SaysSecondary: true);

    private readonly RateBudget _budget = new(RateRules.Default);
    private DateTimeOffset _now = new(2026, 11, 20, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_hundred_and_forty_four_tickets_go_at_once_and_the_next_waits_a_minute()
    {
        Spend(CallPurpose.Ticket, isWrite: true).ShouldBe(144);
        WaitOf(CallPurpose.Ticket, isWrite: true).ShouldBe(_now.AddSeconds(60));
    }

    [Fact]
    public void Removals_go_on_where_tickets_end()
    {
        Spend(CallPurpose.Ticket, isWrite: true);

        Spend(CallPurpose.Removal, isWrite: true).ShouldBe(36);
    }

    [Fact]
    public void Tickets_go_on_where_reads_end()
    {
        Spend(CallPurpose.Read, isWrite: false).ShouldBe(540);

        Spend(CallPurpose.Ticket, isWrite: true).ShouldBe(36);
    }

    [Fact]
    public void The_window_slides_so_what_was_spent_early_comes_back_early()
    {
        Go(CallPurpose.Removal);
        Pass(seconds: 30);
        Spend(CallPurpose.Removal, isWrite: true).ShouldBe(179);

        WaitOf(CallPurpose.Removal, isWrite: true).ShouldBe(_now.AddSeconds(30));
        Pass(seconds: 30);
        Spend(CallPurpose.Removal, isWrite: true).ShouldBe(1);
    }

    [Fact]
    public void Reads_stop_at_a_fifth_of_the_hour_and_tickets_go_on()
    {
        Answer(Fine with { Hourly = new HourlyLimit(5000, 1000, TimeSpan.FromMinutes(20)) });

        _budget.Ask(CallPurpose.Read, isWrite: false, _now).ShouldBeOfType<RateVerdict.Limited>()
            .Until.ShouldBe(_now.AddMinutes(20).AddSeconds(1));
        _budget.Ask(CallPurpose.Ticket, isWrite: true, _now).ShouldBeOfType<RateVerdict.Go>();
    }

    [Fact]
    public void Nothing_goes_when_the_hour_is_used_up_until_it_ends()
    {
        Answer(Fine with { Hourly = new HourlyLimit(5000, 0, TimeSpan.FromMinutes(20)) });

        _budget.Ask(CallPurpose.Removal, isWrite: true, _now).ShouldBeOfType<RateVerdict.Limited>();
        Pass(seconds: 20 * 60);
        _budget.Ask(CallPurpose.Removal, isWrite: true, _now).ShouldBeOfType<RateVerdict.Limited>();
        Pass(seconds: 1);
        _budget.Ask(CallPurpose.Removal, isWrite: true, _now).ShouldBeOfType<RateVerdict.Go>();
    }

    [Fact]
    public void Requests_under_way_count_against_the_hour_although_GitHub_has_not_counted_them()
    {
        Answer(Fine with { Hourly = new HourlyLimit(5000, 2, TimeSpan.FromMinutes(20)) });

        Go(CallPurpose.Ticket);
        Go(CallPurpose.Ticket);
        _budget.Ask(CallPurpose.Ticket, isWrite: true, _now).ShouldBeOfType<RateVerdict.Limited>();
    }

    [Fact]
    public void An_answer_that_was_overtaken_does_not_bring_requests_back()
    {
        Answer(Fine with { Hourly = new HourlyLimit(5000, 10, TimeSpan.FromMinutes(20)) });
        Answer(Fine with { Hourly = new HourlyLimit(5000, 12, TimeSpan.FromMinutes(20)) });

        _budget.View("x", _now).HourlyRemaining.ShouldBe(10);
    }

    [Fact]
    public void A_new_hour_brings_them_back()
    {
        Answer(Fine with { Hourly = new HourlyLimit(5000, 10, TimeSpan.FromMinutes(5)) });
        Answer(Fine with { Hourly = new HourlyLimit(5000, 4999, TimeSpan.FromMinutes(65)) });

        _budget.View("x", _now).HourlyRemaining.ShouldBe(4999);
    }

    [Fact]
    public void A_late_answer_of_the_hour_before_is_not_taken_for_the_present_one()
    {
        Answer(Fine with { Hourly = new HourlyLimit(5000, 4999, TimeSpan.FromMinutes(59)) });
        Answer(Fine with { Hourly = new HourlyLimit(5000, 0, TimeSpan.Zero) });

        _budget.View("x", _now).HourlyRemaining.ShouldBe(4999);
    }

    [Fact]
    public void GitHubs_own_waiting_time_comes_first()
    {
        Answer(Secondary with { RetryAfter = TimeSpan.FromSeconds(17) });

        _budget.Ask(CallPurpose.Removal, isWrite: false, _now).ShouldBeOfType<RateVerdict.Limited>()
            .Until.ShouldBe(_now.AddSeconds(17));
    }

    [Fact]
    public void A_pause_without_a_time_is_a_minute_and_doubles_up_to_a_quarter_of_an_hour()
    {
        var minutes = new List<double>();
        for (var i = 0; i < 6; i++)
        {
            var pause = Answer(Secondary)!.Value;
            minutes.Add((pause.Until - _now).TotalMinutes);
            _now = pause.Until;
        }
        minutes.ShouldBe([1, 2, 4, 8, 15, 15]);
    }

    [Fact]
    public void A_burst_that_is_refused_together_is_one_refusal()
    {
        var passes = Enumerable.Range(0, 16).Select(_ => Go(CallPurpose.Ticket)).ToArray();

        var pauses = passes
            .Select(pass => _budget.Answered(pass, Secondary, _now = _now.AddMilliseconds(5))!.Value).ToArray();

        pauses.Count(pause => pause.IsNews).ShouldBe(1);
        (pauses[^1].Until - _now).ShouldBe(TimeSpan.FromMinutes(1));
    }

    [Fact]
    public void A_success_that_was_under_way_does_not_end_the_pause()
    {
        var early = Go(CallPurpose.Ticket);
        Answer(Secondary);

        _budget.Answered(early, Fine, _now);

        _budget.Ask(CallPurpose.Ticket, isWrite: true, _now).ShouldBeOfType<RateVerdict.Limited>();
    }

    [Fact]
    public void After_a_pause_one_request_tries_the_water_while_the_others_wait()
    {
        _now = Answer(Secondary)!.Value.Until;

        var probe = Go(CallPurpose.Ticket);

        probe.IsProbe.ShouldBeTrue();
        _budget.Ask(CallPurpose.Removal, isWrite: true, _now).ShouldBeOfType<RateVerdict.Wait>();
        _budget.Answered(probe, Fine, _now);
        _budget.Ask(CallPurpose.Read, isWrite: false, _now).ShouldBeOfType<RateVerdict.Go>();
    }

    [Fact]
    public void A_probe_without_an_answer_leaves_the_water_untried()
    {
        _now = Answer(Secondary)!.Value.Until;

        _budget.Answered(Go(CallPurpose.Ticket), null, _now);

        Pass(seconds: 1);
        Go(CallPurpose.Ticket).IsProbe.ShouldBeTrue();
    }

    [Fact]
    public void After_a_secondary_limit_writes_keep_their_distance_until_it_has_been_calm()
    {
        _now = Answer(Secondary)!.Value.Until;
        _budget.Answered(Go(CallPurpose.Ticket), Fine, _now);

        WaitOf(CallPurpose.Ticket, isWrite: true).ShouldBe(_now.AddSeconds(1));
        _budget.Ask(CallPurpose.Read, isWrite: false, _now).ShouldBeOfType<RateVerdict.Go>();

        Pass(seconds: 11 * 60);
        Spend(CallPurpose.Ticket, isWrite: true).ShouldBe(144);
    }

    [Fact]
    public void The_end_of_an_hour_is_no_misbehaviour_so_writes_need_no_distance_after_it()
    {
        var usedUp = new HourlyLimit(5000, 0, TimeSpan.FromMinutes(1));
        _now = Answer(Secondary with { SaysSecondary = false, Hourly = usedUp })!.Value.Until;
        _budget.Answered(Go(CallPurpose.Ticket), Fine, _now);

        Spend(CallPurpose.Ticket, isWrite: true).ShouldBe(143);
    }

    [Fact]
    public void A_403_that_speaks_of_no_limit_is_none() =>
        Answer(Secondary with { SaysSecondary = false, Hourly = new HourlyLimit(5000, 4000, TimeSpan.FromMinutes(1)) })
            .ShouldBeNull();

    [Fact]
    public void The_view_shows_what_was_spent_and_what_is_left()
    {
        Answer(Fine with { Hourly = new HourlyLimit(5000, 4000, TimeSpan.FromMinutes(20)) });

        var view = _budget.View("github.com/user:alice", _now);

        view.ShouldBe(new RateBudgetView("github.com/user:alice", 5, 900)
        {
            HourlyLimit = 5000, HourlyRemaining = 4000, HourlyResetAt = _now.AddMinutes(20),
        });
    }

    private void Pass(int seconds) => _now = _now.AddSeconds(seconds);

    private DateTimeOffset WaitOf(CallPurpose purpose, bool isWrite) =>
        _budget.Ask(purpose, isWrite, _now).ShouldBeOfType<RateVerdict.Wait>().Until;

    private RatePass Go(CallPurpose purpose) =>
        _budget.Ask(purpose, isWrite: true, _now).ShouldBeOfType<RateVerdict.Go>().Pass;

    private RatePause? Answer(RateAnswer answer) => _budget.Answered(Go(CallPurpose.Removal), answer, _now);

    /// <summary>How many requests of this kind go before one has to wait.</summary>
    private int Spend(CallPurpose purpose, bool isWrite)
    {
        var count = 0;
        while (_budget.Ask(purpose, isWrite, _now) is RateVerdict.Go go)
        {
            _budget.Answered(go.Pass, Fine, _now);
            count++;
        }
        return count;
    }
}
