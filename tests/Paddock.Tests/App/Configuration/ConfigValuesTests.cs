using Paddock.App.Configuration;

namespace Paddock.Tests.App.Configuration;

public sealed class ConfigValuesTests
{
    private readonly ConfigDesk _desk = new();

    [Theory]
    [InlineData("fleet", "acme-ci", "paddock.yaml:1:8")]
    [InlineData("github.token", "***", "paddock.yaml:3:10")]
    [InlineData("providers.dev.kind", "process", "paddock.yaml:7:15")]
    [InlineData("pools[0].labels[1]", "linux", "paddock.yaml:11:27")]
    [InlineData("pools[0].offers[0].size.memory", "4GiB", "paddock.yaml:13:49")]
    [InlineData("pools[0].timeouts.idle", "10m", "default")]
    [InlineData("max_runners", "5", "--max-runners")]
    [InlineData("log.level", "debug", "$PADDOCK_LOG_LEVEL")]
    public void Every_value_has_its_origin_and_no_secret_is_shown(string path, string shown, string origin)
    {
        _desk.Flags["max-runners"] = "5";
        _desk.Variables["PADDOCK_LOG_LEVEL"] = "debug";

        var values = ConfigDesk.Accepted(_desk.Read(ConfigDesk.Good)).Values;

        var value = values.Where(value => value.Path == path).ShouldHaveSingleItem();
        (value.Shown, value.Origin).ShouldBe((shown, origin));
        string.Join('\n', values).ShouldNotContain(ConfigDesk.Canary);
    }
}
