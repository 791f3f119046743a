using System.Text.Json;
using Paddock.App.Api;
using Paddock.App.Configuration;

namespace Paddock.Tests.App.Configuration;

public sealed class ConfigDiffTests
{
    private readonly ConfigDesk _desk = new();

    [Fact]
    public void A_configuration_does_not_differ_from_itself()
    {
        var values = Values();

        ConfigDiff.Of(values, values).Changes.ShouldBeEmpty();
        Answer(values, values).Same.ShouldBeTrue();
    }

    [Theory]
    [InlineData("max_runners: 8", "max_runners: 9",
        "changed pools[0].max_runners: 8 (paddock.yaml:14:18) → 9 (paddock.yaml:14:18), reload")]
    [InlineData("    max_runners: 8\n", "", "removed pools[0].max_runners: 8 (paddock.yaml:14:18) →  (), reload")]
    [InlineData("max_runners: 8", "max_runners: 8\n    spill: false",
        "added pools[0].spill: true (default) → false (paddock.yaml:15:12), reload")]
    [InlineData("fleet: acme-ci\n", "",
        "removed fleet: acme-ci (paddock.yaml:1:8) → paddock (default), restart")]
    [InlineData("8080\"}", "8080\"}\nlabel_limits: [{labels: [x64], max_runners: 2}]",
        "added label_limits[0].labels[0]:  () → x64 (paddock.yaml:16:26), reload",
        "added label_limits[0].max_runners:  () → 2 (paddock.yaml:16:45), reload")]
    public void Each_key_is_told_by_itself_with_its_default_and_what_it_takes(
        string old, string changed, params string[] told)
    {
        var diff = ConfigDiff.Of(Values(), Values(old, changed));

        diff.Changes.Select(Told).ShouldBe(told);
        (diff.Same, diff.Restart).ShouldBe((false, told[0].EndsWith("restart", StringComparison.Ordinal)));
    }

    [Fact]
    public void Writing_out_a_default_is_a_change_as_it_is_for_a_reload() =>
        ConfigDiff.Of(Values(), Values("max_runners: 8", "max_runners: 8\n    spill: true"))
            .Changes.ShouldHaveSingleItem().Change.ShouldBe("added");

    [Fact]
    public void Two_processes_compare_secrets_without_telling_them()
    {
        var own = Values();
        _desk.Variables["TOKEN"] = "ghp_other" + ConfigDesk.Canary;
        var given = Values();

        var asked = ConfigDiff.Ask(given, "salt");
        var diff = ConfigDiff.Answer(own, asked);

        diff.Changes.Select(Told)
            .ShouldBe(["changed github.token: *** (paddock.yaml:3:10) → *** (paddock.yaml:3:10), restart"]);
        JsonSerializer.Serialize(asked, ApiJson.Default.ConfigDiffRequest).ShouldNotContain(ConfigDesk.Canary);
        JsonSerializer.Serialize(diff, ApiJson.Default.ConfigDiffReply).ShouldNotContain(ConfigDesk.Canary);
    }

    [Fact]
    public void A_digest_says_nothing_beyond_its_question()
    {
        var values = Values();
        _desk.Variables["HOOK"] = _desk.Variables["TOKEN"];

        DigestsOf(ConfigDiff.Ask(values, "one")).ShouldNotBe(DigestsOf(ConfigDiff.Ask(values, "two")));
        DigestsOf(ConfigDiff.Ask(Values(), "one")).ShouldBeUnique();
    }

    private static List<string> DigestsOf(ConfigDiffRequest asked) =>
        [.. asked.Values.Select(value => value.Digest).OfType<string>()];

    private static ConfigDiffReply Answer(IReadOnlyList<ConfigValue> own, IReadOnlyList<ConfigValue> given) =>
        ConfigDiff.Answer(own, ConfigDiff.Ask(given, "salt"));

    private static string Told(ConfigChangeReply change) =>
        $"{change.Change} {change.Path}: {change.Old} ({change.OldOrigin}) → {change.New} ({change.NewOrigin}), "
        + (change.Restart ? "restart" : "reload");

    private IReadOnlyList<ConfigValue> Values() => ConfigDesk.Accepted(_desk.Read(ConfigDesk.Good)).Values;

    private IReadOnlyList<ConfigValue> Values(string old, string changed) =>
        ConfigDesk.Accepted(_desk.ReadWith(old, changed)).Values;
}
