using Paddock.GitHub.Polling;

namespace Paddock.Tests.GitHub.Polling;

public sealed class SweepFormulaTests
{
    /// <summary>
    /// Repositories, runs under way, and the seconds between rounds that 5,000 requests an hour allow: with ETags, and
    /// were every answer charged.
    /// </summary>
    [Theory]
    [InlineData(1, 2, 2, 8)]
    [InlineData(5, 4, 6, 28)]
    [InlineData(10, 5, 8, 51)]
    [InlineData(25, 10, 18, 123)]
    [InlineData(50, 20, 36, 245)]
    [InlineData(100, 30, 65, 476)]
    [InlineData(200, 60, 130, 951)]
    public void Half_of_the_hour_is_for_asking(int repositories, int runs, double tagged, double untagged)
    {
        Seconds(new SweepLoad(3 * repositories, runs, 0.1, 0.5)).ShouldBe(tagged);
        Seconds(new SweepLoad(3 * repositories, runs, 1, 1)).ShouldBe(untagged);
    }

    [Fact]
    public void Unchanged_answers_count_for_the_minute_all_the_same() =>
        Seconds(new SweepLoad(450, 0, 0, 0)).ShouldBe(60);

    [Fact]
    public void Where_no_hourly_limit_is_told_the_minute_binds() =>
        SweepFormula.Shortest(new SweepLoad(45, 0, 1, 1), hourlyLimit: null, 900).ShouldBe(TimeSpan.FromSeconds(6));

    [Fact]
    public void A_share_begins_as_assumed_and_becomes_what_is_measured()
    {
        var share = new MeasuredShare(0.5);
        share.Value.ShouldBe(0.5);
        for (var round = 0; round < 200; round++)
        {
            share.Fade();
            share.Note(asked: 100, charged: 10);
        }

        share.Value.ShouldBe(0.1, tolerance: 0.01);
    }

    private static double Seconds(SweepLoad load) =>
        Math.Ceiling(SweepFormula.Shortest(load, 5000, 900).TotalSeconds);
}
