namespace Paddock.Ports.Providers;

/// <summary>
/// What a provider offers beside its machines where it can make the images they start from. An implementation promises:
/// <list type="number">
/// <item>Every call returns a reply; it throws only <see cref="OperationCanceledException"/> for the caller's
/// token.</item>
/// <item>A build that is refused or cancelled leaves nothing behind. What a killed process left is inert, ends by
/// itself, and is cleared away by the next build or prune.</item>
/// <item>The alias moves at once, and only to an image that is complete; one that is not ours is never moved.</item>
/// <item>One build at a time, over all processes of this installation on this host: another is <c>Busy</c>.</item>
/// <item>Only images that carry our fleet and install tags are listed and deleted, never one that an alias of ours or a
/// machine needs.</item>
/// <item>Machines of a built image find its runner there and unpack none.</item>
/// </list>
/// </summary>
public interface IImageBuilder
{
    /// <summary>
    /// Makes an image, moves the alias to it, and deletes older ones. What is under way is told by
    /// <see cref="IProvider.UnderWay"/>, too.
    /// </summary>
    /// <param name="tell">Called from any thread, one call at a time.</param>
    Task<ImageBuildReply> BuildImageAsync(
        ImageRecipe recipe, Action<BuildNews> tell, CancellationToken cancellationToken);

    /// <summary>All images of ours, the newest first.</summary>
    Task<ImageListReply> ListImagesAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Deletes all but the newest of an alias and those in use, and whatever a killed build left.
    /// </summary>
    /// <param name="alias">Null for every alias.</param>
    Task<ImagePruneReply> PruneImagesAsync(string? alias, int keep, CancellationToken cancellationToken);
}
