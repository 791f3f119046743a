using Paddock.App.Configuration.Reading;
using Paddock.App.Configuration.Values;
using Paddock.Core.Policy;

namespace Paddock.Tests.App.Configuration;

public sealed class ValueTests
{
    [Theory]
    [InlineData("30s", 30)]
    [InlineData("5m", 300)]
    [InlineData("25h", 90_000)]
    [InlineData("1h30m", 5_400)]
    [InlineData("1.5d", 129_600)]
    [InlineData("250ms", 0.25)]
    [InlineData("0s", 0)]
    public void A_duration_is_numbers_with_units(string text, double seconds) =>
        Durations.TryParse(text).ShouldBe(TimeSpan.FromSeconds(seconds));

    [Theory]
    [InlineData("")]
    [InlineData("30")]
    [InlineData("s")]
    [InlineData("5 m")]
    [InlineData("5min")]
    [InlineData("-5m")]
    [InlineData("1..5s")]
    [InlineData("999999999999999999d")]
    [InlineData("1e3s")]
    public void Anything_else_is_none(string text) => Durations.TryParse(text).ShouldBeNull();

    [Theory]
    [InlineData("4GiB", 4_294_967_296)]
    [InlineData("512MiB", 536_870_912)]
    [InlineData("4GB", 4_000_000_000)]
    [InlineData("1.5KiB", 1_536)]
    [InlineData("100B", 100)]
    public void A_size_is_a_number_with_a_whole_unit(string text, long bytes) => Sizes.TryParse(text).ShouldBe(bytes);

    [Theory]
    [InlineData("4G")]
    [InlineData("4")]
    [InlineData("GiB")]
    [InlineData("-1GiB")]
    [InlineData("4gib")]
    [InlineData("99999999999TiB")]
    public void Half_a_unit_is_no_size(string text) => Sizes.TryParse(text).ShouldBeNull();

    [Theory]
    [InlineData("127.0.0.1:8080", "127.0.0.1:8080")]
    [InlineData("localhost:80", "127.0.0.1:80")]
    [InlineData(":80", "0.0.0.0:80")]
    [InlineData("*:80", "0.0.0.0:80")]
    [InlineData("[::1]:8080", "[::1]:8080")]
    [InlineData("127.0.0.1:0", "127.0.0.1:0")]
    [InlineData("example.org:80", null)]
    [InlineData("1:80", null)]
    [InlineData("8080", null)]
    [InlineData("127.0.0.1:65536", null)]
    [InlineData("::1:80", null)]
    public void An_endpoint_is_an_address_and_a_port(string text, string? endpoint) =>
        Endpoints.TryParse(text)?.ToString().ShouldBe(endpoint);

    [Theory]
    [InlineData("plain $5 text$", "plain $5 text$")]
    [InlineData("${A}", "1")]
    [InlineData("x${A}y${B}z", "x1y${A}z")]
    [InlineData("$${A}", "${A}")]
    [InlineData("${A}$${B}", "1${B}")]
    public void Variables_are_put_in_once(string raw, string text) =>
        Expansion.Expand(raw, name => name == "A" ? "1" : "${A}").Text.ShouldBe(text);

    [Theory]
    [InlineData("${", "A '${' is not followed by a variable's name and '}'.")]
    [InlineData("${}", "A '${' is not followed by a variable's name and '}'.")]
    [InlineData("${A-B}", "A '${' is not followed by a variable's name and '}'.")]
    [InlineData("${1}", "A '${' is not followed by a variable's name and '}'.")]
    [InlineData("${C}", "The variable C is not set.")]
    public void What_cannot_be_put_in_is_told(string raw, string problem) =>
        Expansion.Expand(raw, _ => null).Problem.ShouldBe(problem);

    [Theory]
    [InlineData("lables", "labels")]
    [InlineData("max-runners", "max_runners")]
    [InlineData("MaxRunners", "max_runners")]
    [InlineData("scope", "scopes")]
    [InlineData("colour", null)]
    [InlineData("", null)]
    public void The_nearest_word_is_one_slip_away(string written, string? meant) =>
        Nearest.To(written, ["labels", "max_runners", "scopes", "idle"]).ShouldBe(meant);
}
