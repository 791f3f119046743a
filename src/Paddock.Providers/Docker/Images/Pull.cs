using Paddock.Ports.Providers;

namespace Paddock.Providers.Docker.Images;

/// <summary>One pull that is under way.</summary>
/// <param name="Names">The image, as offers may write it.</param>
internal sealed record Pull(ImageReference Image, IReadOnlyList<string> Names, DateTimeOffset Since)
{
    /// <summary>Of nothing is known how long it takes; looking again in a minute costs little.</summary>
    private static readonly TimeSpan Unknown = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan AgainMin = TimeSpan.FromSeconds(15);

    /// <summary>Networks become faster too.</summary>
    private static readonly TimeSpan AgainMax = TimeSpan.FromMinutes(2);

    public PullProgress Progress { get; } = new();

    public Undertaking Tell()
    {
        var stand = Progress.Stand;
        var doing = stand.IsDownloaded && stand.Ready < stand.Layers
            ? $"unpacked, {stand.Ready} of {stand.Layers} layers done"
            : "pulled";
        return new Undertaking(
            $"image {Image} is being {doing}", Names, stand.DoneMegabytes, stand.TotalMegabytes, "MB", Since);
    }

    /// <summary>When it may be over, should the rest come as fast as what is there.</summary>
    public DateTimeOffset AgainAt(DateTimeOffset now)
    {
        var stand = Progress.Stand;
        var restTicks = stand is { TotalBytes: { } total, DoneBytes: > 0 and var done }
            ? (now - Since).Ticks * ((double)(total - done) / done)
            : Unknown.Ticks;
        return now + TimeSpan.FromTicks((long)Math.Clamp(restTicks, AgainMin.Ticks, AgainMax.Ticks));
    }
}
