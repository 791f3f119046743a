using Paddock.Core.Model;
using Paddock.Ports;
using Paddock.Ports.Providers;

namespace Paddock.Providers.Building;

/// <summary>Builds of images at one provider, one at a time, and what became of earlier ones.</summary>
/// <param name="directory">Where the lock lies.</param>
internal sealed class ImageBuilds(IWorkshop workshop, ProviderName provider, string directory, TimeProvider time)
{
    private readonly BuildStand _stand = new(time);

    public IReadOnlyList<Undertaking> UnderWay => _stand.UnderWay;

    public async Task<ImageBuildReply> BuildAsync(
        ImageRecipe recipe, Action<BuildNews> news, CancellationToken cancellationToken)
    {
        var (held, taken) = BuildLock.TryTake(directory, provider);
        if (held is null)
        {
            return new ImageBuildReply.Refused(taken!);
        }
        using (held)
        using (var tell = _stand.Begin(recipe, news))
        {
            if (await workshop.PrepareAsync(cancellationToken) is { } unprepared)
            {
                return new ImageBuildReply.Refused(unprepared);
            }
            var swept = await workshop.SweepAsync(cancellationToken);
            if (!swept.Has(out var left, out var unswept))
            {
                return new ImageBuildReply.Refused(unswept.Fault);
            }
            foreach (var name in left)
            {
                tell.Warn($"Builder {name} was left by a build that did not end; it is gone.");
            }
            return await MakeAsync(recipe, tell, cancellationToken);
        }
    }

    public async Task<ImageListReply> ListAsync(CancellationToken cancellationToken)
    {
        var listed = await workshop.ListAsync(cancellationToken);
        return listed.Has(out var images, out var refused)
            ? new ImageListReply.Complete(images)
            : new ImageListReply.Refused(refused.Fault);
    }

    public async Task<ImagePruneReply> PruneAsync(string? alias, int keep, CancellationToken cancellationToken)
    {
        var (held, taken) = BuildLock.TryTake(directory, provider);
        if (held is null)
        {
            return new ImagePruneReply.Refused(taken!);
        }
        using (held)
        {
            var swept = await workshop.SweepAsync(cancellationToken);
            if (!swept.Has(out var left, out var unswept))
            {
                return new ImagePruneReply.Refused(unswept.Fault);
            }
            var (gone, fault) = await DeleteOldAsync(alias, keep, cancellationToken);
            return fault is null
                ? new ImagePruneReply.Done([.. left, .. gone])
                : new ImagePruneReply.Refused(fault);
        }
    }

    private async Task<ImageBuildReply> MakeAsync(
        ImageRecipe recipe, BuildStand.Teller tell, CancellationToken cancellationToken)
    {
        var listed = await workshop.ListAsync(cancellationToken);
        if (!listed.Has(out var images, out var unlisted))
        {
            return new ImageBuildReply.Refused(unlisted.Fault);
        }
        var at = TimeFor(recipe.Alias, images, time.GetUtcNow());
        var built = await workshop.MakeAsync(recipe, at, tell, cancellationToken);
        return built.Has(out var id, out var refused)
            ? await TidyAsync(recipe, id, tell)
            : new ImageBuildReply.Refused(refused.Fault);
    }

    /// <summary>
    /// Later than that of any other of this alias, even when a clock was put back: names have it in seconds, and the
    /// newest stay.
    /// </summary>
    private static DateTimeOffset TimeFor(string alias, IEnumerable<BuiltImage> images, DateTimeOffset now)
    {
        var second = DateTimeOffset.FromUnixTimeSeconds(now.ToUnixTimeSeconds());
        return images.Where(image => image.Alias == alias).Select(image => image.BuiltAt.AddSeconds(1))
            .Append(second).Max();
    }

    /// <summary>The image is there and in force; that older ones cannot be deleted does not change that.</summary>
    private async Task<ImageBuildReply> TidyAsync(ImageRecipe recipe, string id, BuildStand.Teller tell)
    {
        tell.Begin(BuildStage.Tidying, "deleting older images");
        var (gone, fault) = await DeleteOldAsync(recipe.Alias, recipe.Keep, CancellationToken.None);
        if (fault is not null)
        {
            tell.Warn($"Older images could not be deleted: {fault.Message}");
        }
        var listed = await workshop.ListAsync(CancellationToken.None);
        if (!listed.Has(out var images, out var refused))
        {
            return new ImageBuildReply.Refused(refused.Fault);
        }
        return images.FirstOrDefault(image => image.Id == id) is { } built
            ? new ImageBuildReply.Built(built, gone)
            : new ImageBuildReply.Refused(new Fault(
                FaultKind.Fatal, $"Image {id} was made and is not there any more; somebody deleted it."));
    }

    private async Task<(IReadOnlyList<string> Gone, Fault? Fault)> DeleteOldAsync(
        string? alias, int keep, CancellationToken cancellationToken)
    {
        var gone = new List<string>();
        var listed = await workshop.ListAsync(cancellationToken);
        if (!listed.Has(out var images, out var unlisted))
        {
            return (gone, unlisted.Fault);
        }
        foreach (var image in Keeping.TooMany(images, alias, keep))
        {
            if (await workshop.DeleteAsync(image, cancellationToken) is { } fault)
            {
                return (gone, fault);
            }
            gone.Add(image.Name);
        }
        return (gone, null);
    }
}
