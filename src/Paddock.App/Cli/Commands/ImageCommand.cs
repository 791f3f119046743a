using System.CommandLine;
using Paddock.App.Cli.Completion;
using Paddock.App.Cli.Images;
using Paddock.App.Images;
using Paddock.Core.Model;
using Paddock.Ports;
using Paddock.Ports.Providers;
using Paddock.Providers;
using Paddock.Providers.Process;

namespace Paddock.App.Cli.Commands;

/// <summary><c>paddock image build|list|prune</c></summary>
internal static class ImageCommand
{
    private static readonly Option<string?> Place = new("--provider")
    {
        Description = "Where; without it the image's own, or the only one whose machines have images.",
        HelpName = "NAME",
    };

    public static Command Make(Shell shell) =>
        new("image", "Makes the images that machines start from.") { Build(shell), List(shell), Prune(shell) };

    private static Command Build(Shell shell)
    {
        var name = Name("An image of the configuration, or a name for one that --base begins.");
        var from = new Option<string?>("--base") { Description = "The image to begin with.", HelpName = "IMAGE" };
        var script = new Option<string?>("--script")
        {
            Description = "A script that is run in it as root.", HelpName = "FILE",
        };
        var alias = new Option<string?>("--alias") { Description = "What offers call it.", HelpName = "ALIAS" };
        var keep = new Option<int?>("--keep") { Description = "How many stay; 3 without it.", HelpName = "N" };
        var bare = new Option<bool>("--no-runner") { Description = "Leave GitHub's runner out." };
        var command = new Command("build", "Builds an image, and moves its alias to it when it is done.")
        {
            name, Place, from, script, alias, keep, bare,
        };
        Invocation.Set(command, shell, (invocation, token) => BuildAsync(
            invocation,
            new ImageWish(invocation.Given.GetValue(name))
            {
                Provider = invocation.Given.GetValue(Place), Base = invocation.Given.GetValue(from),
                Script = invocation.Given.GetValue(script), Alias = invocation.Given.GetValue(alias),
                Keep = invocation.Given.GetValue(keep), LeavesRunnerOut = invocation.Given.GetValue(bare),
            },
            token));
        return command;
    }

    private static async Task<ExitCode> BuildAsync(
        Invocation invocation, ImageWish wish, CancellationToken cancellationToken)
    {
        var config = Configured.Require(invocation);
        var image = wish.Settle(config);
        using var places = await ImagePlaces.OpenAsync(config, invocation.Shell.Time);
        var builder = Builder(places, ImageWish.PlaceOf(config, image.Provider.Value));
        var progress = new BuildProgress(invocation);
        var reply = await builder.BuildImageAsync(
            image.ToRecipe(ImageOrders.ScopeOf(config, image.Provider)), progress.Show, cancellationToken);
        var built = reply as ImageBuildReply.Built ?? throw Failure(((ImageBuildReply.Refused)reply).Fault);
        new ImageBuildReport(
            ImageReport.Of(image.Provider.Value, built.Image), Math.Round(progress.Elapsed.TotalSeconds, 1),
            built.Deleted).Write(invocation);
        return ExitCode.Ok;
    }

    private static Command List(Shell shell)
    {
        var command = new Command("list", "The images that this Paddock has built.") { Place };
        Invocation.Set(command, shell, async (invocation, token) =>
        {
            var config = Configured.Require(invocation);
            var given = invocation.Given.GetValue(Place);
            var chosen = given is null
                ? config.Providers.Where(provider => provider is not ProcessSettings)
                : [ImageWish.PlaceOf(config, given)];
            using var places = await ImagePlaces.OpenAsync(config, invocation.Shell.Time);
            var images = new List<ImageReport>();
            foreach (var settings in chosen)
            {
                if (places.Open(settings) is { } builder)
                {
                    var reply = await builder.ListImagesAsync(token);
                    images.AddRange((reply as ImageListReply.Complete
                        ?? throw Failure(((ImageListReply.Refused)reply).Fault)).Images
                        .Select(image => ImageReport.Of(settings.Name.Value, image)));
                }
            }
            new ImageListReport(images).Write(invocation);
            return ExitCode.Ok;
        });
        return command;
    }

    private static Command Prune(Shell shell)
    {
        var name = Name("Only this alias, or image of the configuration.");
        var keep = new Option<int>("--keep")
        {
            Description = $"How many of each stay; {ImageRecipe.KeepUsual} without it.",
            HelpName = "N",
            DefaultValueFactory = _ => ImageRecipe.KeepUsual,
        };
        var command = new Command("prune", "Deletes older images that nothing needs, and what killed builds left.")
        {
            name, Place, keep,
        };
        Invocation.Set(command, shell, async (invocation, token) =>
        {
            var config = Configured.Require(invocation);
            var given = invocation.Given;
            var known = config.Images.FirstOrDefault(image => image.Name == given.GetValue(name));
            var settings = ImageWish.PlaceOf(config, given.GetValue(Place) ?? known?.Provider.Value);
            using var places = await ImagePlaces.OpenAsync(config, invocation.Shell.Time);
            var reply = await Builder(places, settings).PruneImagesAsync(
                known?.Alias ?? given.GetValue(name), Math.Max(0, given.GetValue(keep)), token);
            var done = reply as ImagePruneReply.Done ?? throw Failure(((ImagePruneReply.Refused)reply).Fault);
            new ImagePruneReport(done.Deleted).Write(invocation);
            return ExitCode.Ok;
        });
        return command;
    }

    private static IImageBuilder Builder(ImagePlaces places, ProviderSettings settings) =>
        places.Open(settings) ?? throw new CliFaultException(
            ExitCode.Usage, $"Provider {settings.Name} of kind {settings.Kind} builds no images.",
            "Name one of kind lxd, incus or docker: --provider P.");

    private static CliFaultException Failure(Fault fault) => new(
        ExitCode.Failed, fault.Message,
        fault.Kind is FaultKind.Transient or FaultKind.Ambiguous ? "Try it again." : "Nothing was changed.");

    private static NamedArgument Name(string description) => new("NAME", NameKind.Image)
    {
        Description = description, Arity = ArgumentArity.ZeroOrOne,
    };
}
