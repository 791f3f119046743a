using Paddock.Ports.Providers;
using Paddock.Providers.Building;

namespace Paddock.Tests.Providers.Building;

public sealed class KeepingTests
{
    private static readonly DateTimeOffset Start = new(2026, 11, 20, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void The_newest_of_each_alias_stay() =>
        TooMany(keep: 2, Image("a", 1), Image("a", 3), Image("a", 2), Image("b", 1)).ShouldBe(["a-1"]);

    [Fact]
    public void What_an_alias_means_or_a_machine_was_made_of_stays_however_old_it_is() =>
        TooMany(
            keep: 1, Image("a", 4), Image("a", 3), Image("a", 2) with { IsInUse = true },
            Image("a", 1) with { IsCurrent = true }).ShouldBe(["a-3"]);

    [Fact]
    public void Other_aliases_are_left_alone() =>
        Keeping.TooMany([Image("a", 1), Image("b", 1)], "a", keep: 0).Select(image => image.Name).ShouldBe(["a-1"]);

    private static IEnumerable<string> TooMany(int keep, params BuiltImage[] images) =>
        Keeping.TooMany(images, alias: null, keep).Select(image => image.Name);

    private static BuiltImage Image(string alias, int day) => new(
        alias, $"{alias}-{day}", $"{alias}{day}", Start.AddDays(day), "bare", RunnerVersion: null, SizeBytes: 1,
        IsCurrent: false, IsInUse: false);
}
