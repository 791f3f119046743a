using Paddock.App.Configuration;
using Paddock.App.Images;
using Paddock.Core.Model;
using Paddock.Ports.Providers;

namespace Paddock.Tests.App.Images;

public sealed class RebuildTests
{
    private const string Newest = "2.337.0";

    /// <summary>In Berlin it is 03:30 then.</summary>
    private static readonly DateTimeOffset Now = new(2026, 11, 20, 2, 30, 0, TimeSpan.Zero);

    private static readonly RebuildRule Weekly = new(
        TimeSpan.FromDays(7), new RebuildHours(new TimeOnly(2, 0), new TimeOnly(5, 0), Berlin), BeforeEndOfLife: true);

    private static TimeZoneInfo Berlin => TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");

    [Fact]
    public void Without_a_rule_nothing_is_ever_due() => Due(rule: null, Built(days: 400)).ShouldBeNull();

    [Fact]
    public void An_image_that_is_not_there_is_due_at_any_hour() =>
        Due(Weekly, current: null, at: Now.AddHours(12)).ShouldBe(RebuildReason.Missing);

    [Theory]
    [InlineData(6.9, null)]
    [InlineData(7, RebuildReason.Age)]
    public void An_image_is_due_when_it_is_as_old_as_it_may_become(double days, object? reason) =>
        Due(Weekly, Built(days)).ShouldBe((RebuildReason?)reason);

    [Theory]
    [InlineData(1, 59, false)]
    [InlineData(2, 0, true)]
    [InlineData(4, 59, true)]
    [InlineData(5, 0, false)]
    public void An_old_image_waits_for_its_hours_in_its_zone(int hour, int minute, bool isDue)
    {
        var at = new DateTimeOffset(2026, 11, 20, hour, minute, 0, Berlin.BaseUtcOffset);
        (Due(Weekly, Built(days: 10), at) is not null).ShouldBe(isDue);
    }

    [Theory]
    [InlineData(23, true)]
    [InlineData(2, true)]
    [InlineData(12, false)]
    public void Hours_may_go_past_midnight(int hour, bool isIn) =>
        new RebuildHours(new TimeOnly(22, 0), new TimeOnly(6, 0), TimeZoneInfo.Utc)
            .Contains(new DateTimeOffset(2026, 11, 20, hour, 0, 0, TimeSpan.Zero)).ShouldBe(isIn);

    [Theory]
    [InlineData(22.9, "2.336.0", false)]
    [InlineData(23, "2.336.0", true)]
    [InlineData(400, Newest, false)]
    [InlineData(400, null, false)]
    public void A_week_before_its_runner_may_be_refused_an_image_is_due(double days, string? inside, bool isDue) =>
        Due(new RebuildRule(Every: null, Hours: null, BeforeEndOfLife: true), Built(days, inside))
            .ShouldBe(isDue ? RebuildReason.EndOfLife : null);

    [Fact]
    public void Nobody_is_hurried_by_a_runner_whose_newest_version_is_not_known() =>
        Rebuilds.Due(Image(Weekly with { Every = null }), Built(days: 400, "2.336.0"), newest: null, Now)
            .ShouldBeNull();

    private static RebuildReason? Due(RebuildRule? rule, BuiltImage? current, DateTimeOffset? at = null) =>
        Rebuilds.Due(Image(rule), current, Newest, at ?? Now);

    private static ImageSettings Image(RebuildRule? rule) =>
        new("runner", new ProviderName("lab"), "bare") { Alias = "runner", Rebuild = rule };

    private static BuiltImage Built(double days, string? runner = Newest) => new(
        "runner", "runner-20261101-000000", "f1", Now - TimeSpan.FromDays(days), "bare", runner, SizeBytes: 1,
        IsCurrent: true, IsInUse: false);
}
