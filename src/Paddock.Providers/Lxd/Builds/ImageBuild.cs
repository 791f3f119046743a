using Paddock.Core.Model;
using Paddock.Core.Policy;
using Paddock.Ports;
using Paddock.Ports.Forge;
using Paddock.Ports.Providers;
using Paddock.Providers.Bootstrap;
using Paddock.Providers.Building;
using Paddock.Providers.Calls;
using Paddock.Providers.Lxd.Api;
using Paddock.Providers.Lxd.Images;
using Paddock.Providers.Lxd.Instances;

namespace Paddock.Providers.Lxd.Builds;

/// <summary>
/// One build, from the base image to the published one. Whatever happens, its builder is deleted at the end.
/// </summary>
internal sealed class ImageBuild(
    (ImageCalls Images, ImageDesk Desk, ImageShelf Shelf) images, Builders builders, BuilderWork work,
    IRunnerArchives archives, FleetIdentity identity)
{
    private const string VirtualMachine = "virtual-machine";

    /// <returns>The new image's fingerprint.</returns>
    public async Task<Answer<string>> RunAsync(
        ImageRecipe recipe, DateTimeOffset at, BuildStand.Teller tell, CancellationToken cancellationToken)
    {
        tell.Begin(BuildStage.Preparing, "looking at what it is made of");
        var looked = await PrepareAsync(recipe, cancellationToken);
        if (!looked.Has(out var ground, out var refused))
        {
            return refused.To<string>();
        }
        var name = ImageTags.NameOf("pdk-build", at);
        try
        {
            return await builders.MakeAsync(name, recipe, ground.Base, cancellationToken) is { } unmade
                ? new Answer<string>.Refused(unmade)
                : await FillAsync(name, recipe, ground, tell, cancellationToken) is var filled
                    && filled.Has(out var place, out var failed)
                        ? await PublishAsync(name, (recipe, at, ground, place), tell, cancellationToken)
                        : failed!.To<string>();
        }
        finally
        {
            // Without the caller's token: whoever gave up wants nothing left behind.
            if (await builders.DiscardAsync(name) is { } left)
            {
                tell.Warn($"Its builder {name} could not be deleted ({left.Message}); the next build tries again.");
            }
        }
    }

    private async Task<Answer<BuildGround<ImagePayload>>> PrepareAsync(
        ImageRecipe recipe, CancellationToken cancellationToken) =>
        await images.Shelf.WhyNotAsync(recipe.Alias, cancellationToken) is { } taken
            ? new Answer<BuildGround<ImagePayload>>.Refused(taken)
            : await BuildGround<ImagePayload>.LookAsync(
                recipe, () => FindAsync(recipe.Base, cancellationToken),
                image => Delivery.ArchitectureOf(image.Architecture), archives, cancellationToken);

    private async Task<Answer<ImagePayload>> FindAsync(string name, CancellationToken cancellationToken)
    {
        var desk = await images.Desk.GetAsync(name, cancellationToken);
        return desk.Has(out var fingerprint, out var absent)
            ? await images.Images.FindAsync(fingerprint, cancellationToken)
            : absent.To<ImagePayload>();
    }

    private static bool IsMachine(BuildGround<ImagePayload> ground) => ground.Base.Type == VirtualMachine;

    /// <returns>Where the runner is; null when none was put in.</returns>
    private async Task<Answer<RunnerPlace?>> FillAsync(
        string name, ImageRecipe recipe, BuildGround<ImagePayload> ground, BuildStand.Teller tell,
        CancellationToken cancellationToken)
    {
        tell.Begin(BuildStage.Booting, $"booting {recipe.Base}");
        if (await work.BootAsync(name, recipe, IsMachine(ground), tell.Warn, cancellationToken) is { } unbooted)
        {
            return new Answer<RunnerPlace?>.Refused(unbooted);
        }
        if (ground.Script is { } script)
        {
            tell.Begin(BuildStage.RunningScript, "running the script");
            if (await work.RunScriptAsync(name, recipe, script, tell.Line, cancellationToken) is { } failed)
            {
                return new Answer<RunnerPlace?>.Refused(failed);
            }
        }
        RunnerPlace? place = null;
        if (ground.Archive is { } archive)
        {
            tell.Begin(BuildStage.PuttingRunner, $"putting in runner {archive.Version}");
            var put = await work.PutRunnerAsync(name, archive, cancellationToken);
            if (!put.Has(out place, out var refused))
            {
                return refused.To<RunnerPlace?>();
            }
        }
        tell.Begin(BuildStage.Cleaning, "cleaning up");
        var unclean = await work.CleanAsync(name, cancellationToken)
            ?? await work.StopAsync(name, IsMachine(ground), cancellationToken);
        return unclean is null ? new Answer<RunnerPlace?>.Ok(place) : new Answer<RunnerPlace?>.Refused(unclean);
    }

    /// <summary>
    /// Not interrupted: the server would go on with it, and an image would appear that nobody waits for.
    /// </summary>
    private async Task<Answer<string>> PublishAsync(
        string name, (ImageRecipe Recipe, DateTimeOffset At, BuildGround<ImagePayload> Ground, RunnerPlace? Place) made,
        BuildStand.Teller tell, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var (recipe, ground) = (made.Recipe, made.Ground);
        tell.Begin(BuildStage.Publishing, "publishing");
        var published = await images.Images.PublishAsync(
            new ImageBody(new SourceBody("instance") { Name = name })
            {
                Properties = PropertiesOf(made), CompressionAlgorithm = recipe.Compression,
                Aliases = [new AliasNameBody(ImageTags.NameOf(recipe.Alias, made.At))],
            },
            static _ => { }, CancellationToken.None);
        if (!published.Has(out var fingerprint, out _))
        {
            return published;
        }
        var fault = cancellationToken.IsCancellationRequested
            ? new Fault(FaultKind.Transient, "It was interrupted.")
            : await images.Shelf.WhyNotAsync(recipe.Alias, CancellationToken.None)
                ?? await images.Shelf.MoveAsync(recipe.Alias, fingerprint, CancellationToken.None);
        if (fault is null)
        {
            return published;
        }
        if (fault.Kind != FaultKind.Ambiguous)
        {
            await images.Shelf.DeleteAsync(fingerprint, CancellationToken.None);
        }
        cancellationToken.ThrowIfCancellationRequested();
        return new Answer<string>.Refused(fault);
    }

    /// <summary>What the base says of its system is true of it, too.</summary>
    private Dictionary<string, string> PropertiesOf(
        (ImageRecipe Recipe, DateTimeOffset At, BuildGround<ImagePayload> Ground, RunnerPlace? Place) made)
    {
        var tags = ImageTags.Of(
            identity, made.Recipe, made.At, made.Ground.Base.Fingerprint, made.Ground.ScriptHash,
            made is { Ground.Archive.Version: { } version, Place.Root: { } root } ? (version, root) : null);
        tags["description"] = $"Runner image {ImageTags.NameOf(made.Recipe.Alias, made.At)}, built by Paddock";
        foreach (var key in new[] { "os", "release", "architecture", "variant" })
        {
            if (made.Ground.Base.Properties?.GetValueOrDefault(key) is { } value)
            {
                tags[key] = value;
            }
        }
        return tags;
    }
}
