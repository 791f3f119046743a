using Paddock.Ports.Providers;
using Paddock.Providers.Building;
using Paddock.Providers.Lxd.Instances;

namespace Paddock.Providers.Lxd.Builds;

/// <summary>Builds of images, one at a time, and what became of earlier ones.</summary>
/// <param name="directory">Where the lock lies.</param>
internal sealed class ImageBuilds(
    ImageBuild build, ImageShelf shelf, Builders builders, Foundations foundations, string directory,
    (LxdSettings Settings, TimeProvider Time) about)
{
    private readonly BuildStand _stand = new(about.Time);

    public IReadOnlyList<Undertaking> UnderWay => _stand.UnderWay;

    public async Task<ImageBuildReply> BuildAsync(
        ImageRecipe recipe, Action<BuildNews> news, CancellationToken cancellationToken)
    {
        var (held, taken) = BuildLock.TryTake(directory, about.Settings.Name);
        if (held is null)
        {
            return new ImageBuildReply.Refused(taken!);
        }
        using (held)
        using (var tell = _stand.Begin(recipe, news))
        {
            if (await foundations.LayAsync(cancellationToken) is { } unlaid)
            {
                return new ImageBuildReply.Refused(unlaid);
            }
            var swept = await builders.SweepAsync(cancellationToken);
            if (!swept.Has(out var left, out var unswept))
            {
                return new ImageBuildReply.Refused(unswept.Fault);
            }
            foreach (var name in left)
            {
                tell.Warn($"Builder {name} was left by a build that did not end; it is gone.");
            }
            var built = await build.RunAsync(recipe, tell, cancellationToken);
            return built.Has(out var fingerprint, out var refused)
                ? await TidyAsync(recipe, fingerprint, tell)
                : new ImageBuildReply.Refused(refused.Fault);
        }
    }

    public async Task<ImageListReply> ListAsync(CancellationToken cancellationToken)
    {
        var listed = await shelf.ListAsync(cancellationToken);
        return listed.Has(out var images, out var refused)
            ? new ImageListReply.Complete(images)
            : new ImageListReply.Refused(refused.Fault);
    }

    public async Task<ImagePruneReply> PruneAsync(string? alias, int keep, CancellationToken cancellationToken)
    {
        var (held, taken) = BuildLock.TryTake(directory, about.Settings.Name);
        if (held is null)
        {
            return new ImagePruneReply.Refused(taken!);
        }
        using (held)
        {
            var swept = await builders.SweepAsync(cancellationToken);
            if (!swept.Has(out var left, out var unswept))
            {
                return new ImagePruneReply.Refused(unswept.Fault);
            }
            var pruned = await shelf.PruneAsync(alias, keep, cancellationToken);
            return pruned.Has(out var gone, out var refused)
                ? new ImagePruneReply.Done([.. left, .. gone])
                : new ImagePruneReply.Refused(refused.Fault);
        }
    }

    /// <summary>The image is there and in force; that older ones cannot be deleted does not change that.</summary>
    private async Task<ImageBuildReply> TidyAsync(ImageRecipe recipe, string fingerprint, BuildStand.Teller tell)
    {
        tell.Begin(BuildStage.Tidying, "deleting older images");
        var pruned = await shelf.PruneAsync(recipe.Alias, recipe.Keep, CancellationToken.None);
        if (!pruned.Has(out var gone, out var refused))
        {
            tell.Warn($"Older images could not be deleted: {refused.Fault.Message}");
        }
        var found = await shelf.FindAsync(fingerprint, CancellationToken.None);
        return found.Has(out var image, out var unseen)
            ? new ImageBuildReply.Built(image, gone ?? [])
            : new ImageBuildReply.Refused(unseen.Fault);
    }
}
