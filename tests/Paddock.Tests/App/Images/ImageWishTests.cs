using Paddock.App.Cli;
using Paddock.App.Cli.Images;
using Paddock.App.Configuration;
using Paddock.Tests.App.Configuration;

namespace Paddock.Tests.App.Images;

public sealed class ImageWishTests
{
    private const string Runner = "\nimages: {runner: {provider: here, base: bare, script: setup.sh, keep: 5}}";
    private const string Other = "\nimages: {runner: {provider: here, base: bare}, other: {provider: here, base: x}}";

    [Fact]
    public void An_image_of_the_configuration_is_built_as_it_is_written_there()
    {
        var image = new ImageWish("runner").Settle(Config(Runner));

        image.ShouldSatisfyAllConditions(
            () => image.Alias.ShouldBe("runner"), () => image.Provider.Value.ShouldBe("here"),
            () => image.Keep.ShouldBe(5), () => image.PutsRunner.ShouldBeTrue(),
            () => Path.GetFileName(image.ScriptFile).ShouldBe("setup.sh"));
    }

    [Fact]
    public void The_only_image_needs_no_name() =>
        new ImageWish(Name: null).Settle(Config(Runner)).Name.ShouldBe("runner");

    [Fact]
    public void Words_win_over_the_configuration()
    {
        var image = new ImageWish("runner") { Base = "scripted", Alias = "next", Keep = 1, LeavesRunnerOut = true }
            .Settle(Config(Runner));

        (image.Base, image.Alias, image.Keep, image.PutsRunner).ShouldBe(("scripted", "next", 1, false));
    }

    [Fact]
    public void Words_alone_are_enough_and_the_only_provider_with_images_is_meant()
    {
        var image = new ImageWish("fresh") { Base = "bare" }.Settle(Config(""));

        (image.Alias, image.Provider.Value, image.Keep).ShouldBe(("fresh", "here", 3));
    }

    [Fact]
    public void A_name_that_is_not_there_is_told_with_those_that_are() =>
        Refused(new ImageWish("runer"), Runner).Remedy.ShouldStartWith("There is: runner.");

    [Fact]
    public void Of_several_images_one_has_to_be_named() =>
        Refused(new ImageWish(Name: null), Other).Message.ShouldBe("There is nothing to begin with.");

    [Fact]
    public void A_provider_that_is_not_there_is_told() =>
        Refused(new ImageWish("runner") { Provider = "nowhere" }, Runner).Code.ShouldBe(ExitCode.NotFound);

    [Theory]
    [InlineData("a b")]
    [InlineData("-a")]
    public void An_alias_is_a_name(string alias) =>
        Refused(new ImageWish("runner") { Alias = alias }, Runner).Code.ShouldBe(ExitCode.Usage);

    private static CliFaultException Refused(ImageWish wish, string images) =>
        Should.Throw<CliFaultException>(() => wish.Settle(Config(images)));

    private static PaddockConfig Config(string images) =>
        ConfigDesk.Accepted(new ConfigDesk().Read(ConfigDesk.Good + images));
}
