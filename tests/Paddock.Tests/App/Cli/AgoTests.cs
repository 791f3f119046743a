using Paddock.App.Cli.Rendering;

namespace Paddock.Tests.App.Cli;

public sealed class AgoTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 26, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(-5, "0s")]
    [InlineData(0, "0s")]
    [InlineData(59.9, "59s")]
    [InlineData(60, "1m00s")]
    [InlineData(192, "3m12s")]
    [InlineData(25 * 60 + 30, "25m")]
    [InlineData(2 * 3600 + 5 * 60, "2h05m")]
    [InlineData(76 * 3600, "3d4h")]
    public void A_duration_has_two_units_at_most(double seconds, string text) =>
        Ago.Span(TimeSpan.FromSeconds(seconds)).ShouldBe(text);

    [Theory]
    [InlineData(0.5, "now")]
    [InlineData(192, "3m12s ago")]
    [InlineData(-300, "in 5m00s")]
    public void A_time_is_told_from_now(double secondsPast, string text) =>
        Ago.Of(Now - TimeSpan.FromSeconds(secondsPast), Now).ShouldBe(text);
}
