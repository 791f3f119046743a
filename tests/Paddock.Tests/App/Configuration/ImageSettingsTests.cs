using Paddock.App.Configuration;

namespace Paddock.Tests.App.Configuration;

public sealed class ImageSettingsTests
{
    private readonly ConfigDesk _desk = new();

    [Fact]
    public void What_is_left_out_is_as_usual()
    {
        var image = ConfigDesk.Accepted(Read("runner: {provider: here, base: bare}")).Images.ShouldHaveSingleItem();

        (image.Name, image.Alias, image.Keep, image.PutsRunner, image.ScriptFile, image.Rebuild)
            .ShouldBe(("runner", "runner", 3, true, null, null));
    }

    [Fact]
    public void A_rule_is_read_with_its_hours_and_their_zone()
    {
        var image = ConfigDesk.Accepted(Read(
            "runner: {provider: here, base: bare, rebuild: {every: 7d, hours: 02-05, zone: Europe/Berlin}}"))
            .Images[0];

        image.Rebuild.ShouldBe(new RebuildRule(
            TimeSpan.FromDays(7),
            new RebuildHours(
                new TimeOnly(2, 0), new TimeOnly(5, 0), TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin")),
            BeforeEndOfLife: true));
    }

    [Theory]
    [InlineData("a: {provider: nowhere, base: b}", "images.a is of provider nowhere, and there is none of that name")]
    [InlineData("a: {provider: dev, base: b}", "images.a is of provider dev, whose machines are processes")]
    [InlineData("a: {provider: here, base: b, rebuild: {every: 5m}}", "images.a.rebuild.every is 5m")]
    [InlineData("a: {provider: here, base: b, keep: 0}", "images.a.keep takes a whole number above zero")]
    [InlineData("a: {provider: here}", "base")]
    [InlineData(
        "a: {provider: here, base: b, compression: zstd}",
        "warning: images.a.compression has no effect with a provider of kind docker.")]
    [InlineData(
        "a: {provider: here, base: b}, c: {provider: here, base: b, alias: a}",
        "Another image of provider here is called 'a', too.")]
    [InlineData(
        "a: {provider: here, base: b, runner: false, rebuild: {hours: 02-05}}",
        "warning: images.a.rebuild gives no occasion to build it anew.")]
    public void What_cannot_be_meant_is_told(string images, string told) =>
        ConfigDesk.Texts(Read(images)).ShouldHaveSingleItem().ShouldContain(told);

    private ConfigLoad Read(string images) => _desk.Read($"{ConfigDesk.Good}\nimages: {{{images}}}");
}
