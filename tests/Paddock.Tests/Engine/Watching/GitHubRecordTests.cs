using Paddock.Engine.Watching;

namespace Paddock.Tests.Engine.Watching;

public sealed class GitHubRecordTests
{
    private static readonly DateTimeOffset Start = new(2026, 11, 26, 12, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Step = TimeSpan.FromSeconds(30);

    private readonly GitHubRecord _record = new(isDown: false, Start, Start);
    private DateTimeOffset _now = Start;

    [Fact]
    public void Three_failures_that_are_more_than_half_of_all_answers_are_an_outage()
    {
        Hear("++---").ShouldBe("++++-");
    }

    [Fact]
    public void Two_failures_are_none_however_few_calls_there_are() => Hear("--").ShouldBe("++");

    [Fact]
    public void A_few_failures_among_many_answers_are_none() => Hear("+++-+++-+").ShouldBe("+++++++++");

    [Fact]
    public void Failures_of_long_ago_do_not_count()
    {
        Hear("--");
        _now += GitHubRecord.Lately;
        Hear("-").ShouldBe("+");
    }

    [Fact]
    public void An_outage_ends_when_it_has_answered_well_for_as_long_as_runners_need_to_come_back()
    {
        Hear("---");
        Hear("++++++++").ShouldBe("-------+");
    }

    [Fact]
    public void One_failure_amidst_changes_nothing()
    {
        Hear("---");
        Hear("++++-+++").ShouldBe("-------+");
    }

    [Fact]
    public void Rare_failures_of_a_busy_fleet_do_not_keep_the_verdict_up()
    {
        Hear("---");
        var isUp = false;
        for (var i = 0; i < 60 * 10; i++)
        {
            _now += TimeSpan.FromSeconds(1);
            _record.Hear(_now, "org:acme", isGood: i % 10 != 0, "503");
            isUp |= !_record.IsDown;
        }

        isUp.ShouldBeTrue();
        _record.IsDown.ShouldBeFalse();
    }

    [Fact]
    public void One_of_two_scopes_that_fails_for_reasons_of_its_own_is_no_outage_of_GitHub()
    {
        var down = 0;
        for (var minute = 0; minute < 6 * 60; minute++)
        {
            // A look and a ticket for the job that waits there, and a probe of each scope in turn.
            Hear("org:broken", "---");
            Hear("org:sound", "+");
            _now += TimeSpan.FromMinutes(1);
            down += _record.IsDown ? 1 : 0;
        }

        down.ShouldBeLessThan(10);
    }

    [Fact]
    public void The_ratio_is_of_the_last_minutes_and_unknown_without_calls()
    {
        _record.ErrorRatio(_now).ShouldBeNull();
        Hear("-+++");
        _record.ErrorRatio(_now).ShouldBe(0.25);
        _record.ErrorRatio(_now + GitHubRecord.Lately).ShouldBeNull();
    }

    [Fact]
    public void Somebody_should_ask_again_while_the_newest_call_failed_or_the_outage_stands()
    {
        Hear("-");
        _record.IsTroubled.ShouldBeTrue();
        Hear("+");
        _record.IsTroubled.ShouldBeFalse();
        Hear("---+");
        _record.IsTroubled.ShouldBeTrue();
    }

    [Fact]
    public void A_verdict_that_nothing_has_spoken_for_lately_lapses()
    {
        Hear("---");
        _record.Lapse(_now + TimeSpan.FromMinutes(4)).ShouldBeFalse();
        _record.Lapse(_now + GitHubRecord.Lately).ShouldBeTrue();
        _record.IsDown.ShouldBeFalse();
    }

    [Fact]
    public void One_that_an_earlier_engine_left_gets_as_long_before_it_lapses()
    {
        var record = new GitHubRecord(isDown: true, Start, _now.AddHours(1));

        record.Lapse(_now.AddHours(1).AddMinutes(4)).ShouldBeFalse();
        record.Lapse(_now.AddHours(1) + GitHubRecord.Lately).ShouldBeTrue();
    }

    /// <summary>An answer every half minute; what the verdict was after each.</summary>
    private string Hear(string answers) => string.Concat(answers.Select(answer =>
    {
        _now += Step;
        return Hear("org:acme", answer.ToString());
    }));

    private string Hear(string scope, string answers) => string.Concat(answers.Select(answer =>
    {
        _record.Hear(_now, scope, answer == '+', "503");
        return _record.IsDown ? '-' : '+';
    }));
}
