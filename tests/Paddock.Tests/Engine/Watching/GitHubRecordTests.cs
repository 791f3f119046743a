using Paddock.Engine.Watching;

namespace Paddock.Tests.Engine.Watching;

public sealed class GitHubRecordTests
{
    private static readonly DateTimeOffset Start = new(2026, 11, 26, 12, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Step = TimeSpan.FromSeconds(30);

    private readonly GitHubRecord _record = new(isDown: false, Start);
    private DateTimeOffset _now = Start;

    [Fact]
    public void Three_failures_that_are_half_of_all_answers_are_an_outage()
    {
        Hear("++--").ShouldBe("++++");
        Hear("-").ShouldBe("-");
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
    public void One_failure_amidst_begins_the_calm_anew()
    {
        Hear("---");
        Hear("++++-+++++++++").ShouldBe("------------++");
    }

    [Fact]
    public void Rare_failures_of_a_busy_fleet_do_not_keep_the_verdict_up()
    {
        Hear("---");
        var isUp = false;
        for (var i = 0; i < 60 * 10; i++)
        {
            _now += TimeSpan.FromSeconds(1);
            _record.Hear(_now, isGood: i % 10 != 0, "503");
            isUp |= !_record.IsDown;
        }

        isUp.ShouldBeTrue();
        _record.IsDown.ShouldBeFalse();
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

    /// <summary>An answer every half minute; what the verdict was after each.</summary>
    private string Hear(string answers) => string.Concat(answers.Select(answer =>
    {
        _now += Step;
        _record.Hear(_now, answer == '+', "503");
        return _record.IsDown ? '-' : '+';
    }));
}
