using Paddock.Core.Model;
using Paddock.Core.Policy;
using Paddock.Ports;
using Paddock.Ports.Forge;
using Paddock.Ports.Providers;
using Paddock.Providers.Bootstrap;
using Paddock.Providers.Building;
using Paddock.Providers.Calls;
using Paddock.Providers.Docker.Api;
using Paddock.Providers.Docker.Images;

namespace Paddock.Providers.Docker.Builds;

/// <summary>Images are built in containers of the engine, and committed there.</summary>
internal sealed class Workshop(
    (ImageCalls Images, ContainerCalls Containers) calls, ImageShelf shelf,
    (ImageProbe Probe, RunnerLayers Layers) runner, Builders builders, BuiltImages built,
    (IRunnerArchives Archives, FleetIdentity Identity) about) : IWorkshop
{
    private static readonly TimeSpan CleanLimit = TimeSpan.FromMinutes(10);

    public Task<Fault?> PrepareAsync(CancellationToken cancellationToken) => Task.FromResult<Fault?>(null);

    public Task<Answer<string[]>> SweepAsync(CancellationToken cancellationToken) =>
        builders.SweepAsync(cancellationToken);

    public Task<Answer<BuiltImage[]>> ListAsync(CancellationToken cancellationToken) =>
        built.ListAsync(cancellationToken);

    public Task<Fault?> DeleteAsync(BuiltImage image, CancellationToken cancellationToken) =>
        built.DeleteAsync(image, cancellationToken);

    public async Task<Answer<string>> MakeAsync(
        ImageRecipe recipe, DateTimeOffset at, BuildStand.Teller tell, CancellationToken cancellationToken)
    {
        tell.Begin(BuildStage.Preparing, "looking at what it is made of");
        var looked = await LookAsync(recipe, cancellationToken);
        if (!looked.Has(out var ground, out var refused))
        {
            return refused.To<string>();
        }
        var made = await builders.CreateAsync(
            ImageTags.NameOf($"paddock-{about.Identity.Mark}-build", at), recipe, ground.Base, cancellationToken);
        if (!made.Has(out var container, out var unmade))
        {
            return unmade.To<string>();
        }
        try
        {
            if (await RunAsync(container, recipe, ground, tell, cancellationToken) is { } fault)
            {
                return new Answer<string>.Refused(fault);
            }
            var put = await PutRunnerAsync(container, ground, tell, cancellationToken);
            return put.Has(out var place, out var unput)
                ? await CommitAsync(container, recipe, at, (ground, place), tell, cancellationToken)
                : unput.To<string>();
        }
        finally
        {
            await calls.Containers.DeleteAsync(container, CancellationToken.None);
        }
    }

    private async Task<Answer<BuildGround<ImagePayload>>> LookAsync(
        ImageRecipe recipe, CancellationToken cancellationToken) =>
        await built.WhyNotAsync(recipe.Alias, cancellationToken) is { } taken
            ? new Answer<BuildGround<ImagePayload>>.Refused(taken)
            : await BuildGround<ImagePayload>.LookAsync(
                recipe, () => shelf.FindAsync(recipe.Base, cancellationToken),
                image => ImageDesk.ArchitectureOf(image.Architecture ?? ""), about.Archives, cancellationToken);

    private async Task<Fault?> RunAsync(
        string container, ImageRecipe recipe, BuildGround<ImagePayload> ground, BuildStand.Teller tell,
        CancellationToken cancellationToken)
    {
        if (ground.Script is { } script)
        {
            tell.Begin(BuildStage.RunningScript, "running the script");
            var filled = await builders.FillAsync(container, recipe, script, cancellationToken);
            if (!filled.Has(out _, out var unfilled))
            {
                return unfilled.Fault;
            }
        }
        var started = await calls.Containers.StartAsync(container, cancellationToken);
        if (!started.Has(out _, out var idle))
        {
            return idle.Fault;
        }
        var output = new ScriptOutput(tell.Line);
        var followed = await calls.Containers.FollowAsync(
            container, output.Take, recipe.ScriptLimit + CleanLimit, cancellationToken);
        output.Finish();
        if (!followed.Has(out _, out var deaf))
        {
            return deaf.Fault;
        }
        var ended = await calls.Containers.WaitAsync(container, cancellationToken);
        return ended.Has(out var code, out var unknown) ? output.FaultOf(recipe, code) : unknown.Fault;
    }

    /// <returns>Where it is and who it belongs to; null when none was put in.</returns>
    private async Task<Answer<RunnerPlace?>> PutRunnerAsync(
        string container, BuildGround<ImagePayload> ground, BuildStand.Teller tell, CancellationToken cancellationToken)
    {
        if (ground.Archive is not { } archive)
        {
            return new Answer<RunnerPlace?>.Ok(null);
        }
        tell.Begin(BuildStage.PuttingRunner, $"putting in runner {archive.Version}");
        var look = await runner.Probe.LookAsync(ground.Base, container, cancellationToken);
        if (!look.Has(out var finding, out var unfit))
        {
            return unfit.To<RunnerPlace?>();
        }
        var put = await runner.Layers.PutAsync(container, finding, archive, cancellationToken);
        return put.Has(out _, out var refused)
            ? new Answer<RunnerPlace?>.Ok(finding.Image.Place)
            : refused.To<RunnerPlace?>();
    }

    /// <summary>Not interrupted: an image would appear that nobody waits for.</summary>
    private async Task<Answer<string>> CommitAsync(
        string container, ImageRecipe recipe, DateTimeOffset at,
        (BuildGround<ImagePayload> Ground, RunnerPlace? Place) made, BuildStand.Teller tell,
        CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        tell.Begin(BuildStage.Publishing, "publishing");
        var name = BuiltImages.TagOf(recipe.Alias, at);
        var committed = await calls.Images.CommitAsync(
            container, recipe.Alias, name[(recipe.Alias.Length + 1)..], FormOf(recipe, at, made),
            CancellationToken.None);
        if (!committed.Has(out var id, out _))
        {
            return committed;
        }
        var fault = cancellationToken.IsCancellationRequested
            ? new Fault(FaultKind.Transient, "It was interrupted.")
            : await MoveAsync(recipe.Alias, id);
        if (fault is null)
        {
            return committed;
        }
        await calls.Images.DeleteAsync(name, CancellationToken.None);
        cancellationToken.ThrowIfCancellationRequested();
        return new Answer<string>.Refused(fault);
    }

    private async Task<Fault?> MoveAsync(string alias, string id)
    {
        if (await built.WhyNotAsync(alias, CancellationToken.None) is { } taken)
        {
            return taken;
        }
        var moved = await calls.Images.TagAsync(id, alias, BuiltImages.CurrentTag, CancellationToken.None);
        return moved.WhyNot;
    }

    /// <summary>
    /// What the builder was told otherwise than its base is told back; a runner's image says who it runs as.
    /// </summary>
    private NewImage FormOf(
        ImageRecipe recipe, DateTimeOffset at, (BuildGround<ImagePayload> Ground, RunnerPlace? Place) made)
    {
        var ground = made.Ground;
        var labels = ImageTags.Of(
            about.Identity, recipe, at, ground.Base.Id, ground.ScriptHash,
            made is { Ground.Archive.Version: { } version, Place.Root: { } root } ? (version, root) : null,
            BuiltImages.KeyPrefix);
        (labels[Builders.Label], labels[Builders.ProviderLabel]) = ("", "");
        var usual = ground.Base.Config;
        return new NewImage(labels)
        {
            User = made.Place is { User: { } user } ? $"{user.Uid}:{user.Gid}"
                : usual?.User is { Length: > 0 } name ? name : "root",
            Entrypoint = usual?.Entrypoint is { Length: > 0 } entrypoint ? entrypoint : null,
            Cmd = usual?.Cmd is { Length: > 0 } command ? command : ["/bin/bash"],
        };
    }
}
