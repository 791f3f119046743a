
namespace Paddock.Providers.Docker.Images;

/// <summary>How a pull stands.</summary>
/// <param name="DoneBytes">Downloaded of all layers.</param>
/// <param name="TotalBytes">To be downloaded; null while the size of a layer is unknown.</param>
/// <param name="Ready">Layers that are unpacked, or were there before.</param>
/// <param name="Layers">Layers there are.</param>
internal sealed record PullStand(long DoneBytes, long? TotalBytes, int Ready, int Layers)
{
    private const long Megabyte = 1_000_000;

    /// <summary>Nothing is known yet.</summary>
    public static PullStand Begun { get; } = new(0, null, 0, 0);

    public bool IsDownloaded => DoneBytes >= TotalBytes;

    public long DoneMegabytes => IsDownloaded ? TotalMegabytes!.Value : DoneBytes / Megabyte;

    /// <summary>Rounded up, so that nothing but an empty image is nothing.</summary>
    public long? TotalMegabytes => (TotalBytes + Megabyte - 1) / Megabyte;
}
