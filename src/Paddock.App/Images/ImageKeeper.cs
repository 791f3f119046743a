using System.Runtime.InteropServices;
using Microsoft.Extensions.Logging;
using Paddock.App.Configuration;
using Paddock.Core.Model;
using Paddock.Ports.Forge;
using Paddock.Ports.Providers;

namespace Paddock.App.Images;

/// <summary>
/// Builds configured images anew when it is time (decision 0028). It stands beside the engine: an image is neither a
/// job nor a machine, and everything there is to know about it is at the provider. One build at a time, so a host is
/// never busy with two.
/// </summary>
/// <param name="config">As it counts now, reloads included.</param>
internal sealed partial class ImageKeeper(
    Func<PaddockConfig> config, IReadOnlyDictionary<ProviderName, IProvider> providers, IRunnerArchives archives,
    TimeProvider time, ILogger logger) : IAsyncDisposable
{
    /// <summary>Images age by days; what a look costs is a list of them.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(10);

    /// <summary>After a build that failed: whoever mends the script should not have to wait for long.</summary>
    private static readonly TimeSpan FailurePause = TimeSpan.FromHours(1);

    private readonly CancellationTokenSource _stop = new();
    private readonly Dictionary<string, (ImageSettings Settings, long At)> _failures = new(StringComparer.Ordinal);
    private Task _keeping = Task.CompletedTask;

    public ImageKeeper Start()
    {
        _keeping = KeepAsync(_stop.Token);
        return this;
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _keeping.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    /// <summary>Every image once: looked at, and built where it is time.</summary>
    internal async Task LookAsync(CancellationToken cancellationToken)
    {
        foreach (var builder in providers.Values.OfType<IImageBuilder>())
        {
            // No image is too many here: this is for what a killed build has left.
            await builder.PruneImagesAsync(alias: null, keep: int.MaxValue, cancellationToken);
        }
        foreach (var image in config().Images.Where(image => image.Rebuild is not null))
        {
            if (providers.GetValueOrDefault(image.Provider) is IImageBuilder builder && !HasJustFailed(image))
            {
                await LookAsync(image, builder, cancellationToken);
            }
        }
    }

    private async Task KeepAsync(CancellationToken cancellationToken)
    {
        await Ports.Hop.Off();
        while (true)
        {
            try
            {
                await LookAsync(cancellationToken);
            }
            catch (Exception defect) when (defect is not OperationCanceledException)
            {
                // Jobs do not wait for images: a defect of this part is no reason to stop the fleet.
                LogDefect(defect);
            }
            await Task.Delay(Pause, time, cancellationToken);
        }
    }

    private async Task LookAsync(ImageSettings image, IImageBuilder builder, CancellationToken cancellationToken)
    {
        var listed = await builder.ListImagesAsync(cancellationToken);
        if (listed is ImageListReply.Refused unseen)
        {
            LogUnseen(image.Name, image.Provider, unseen.Fault.Message);
            return;
        }
        var scope = ImageOrders.ScopeOf(config(), image.Provider);
        var current = ((ImageListReply.Complete)listed).Images
            .FirstOrDefault(built => built.Alias == image.Alias && built.IsCurrent);
        var newest = await NewestAsync(image, current, scope, cancellationToken);
        if (Rebuilds.Due(image, current, newest, time.GetUtcNow()) is { } reason)
        {
            await BuildAsync(image, builder, reason, scope, cancellationToken);
        }
    }

    /// <summary>Null where it does not matter, or nobody can say.</summary>
    private async Task<string?> NewestAsync(
        ImageSettings image, BuiltImage? current, Scope scope, CancellationToken cancellationToken)
    {
        if (image.Rebuild is not { BeforeEndOfLife: true } || current?.RunnerVersion is null)
        {
            return null;
        }
        var architecture = RuntimeInformation.OSArchitecture == Architecture.Arm64 ? "arm64" : "x64";
        var reply = await archives.GetAsync(scope, "linux", architecture, cancellationToken);
        return (reply as ArchiveReply.Ready)?.Archive.Version;
    }

    private async Task BuildAsync(
        ImageSettings image, IImageBuilder builder, RebuildReason reason, Scope scope,
        CancellationToken cancellationToken)
    {
        LogBegun(image.Name, image.Provider, reason);
        var reply = await builder.BuildImageAsync(
            image.ToRecipe(scope), news => Hear(image.Name, news), cancellationToken);
        switch (reply)
        {
            case ImageBuildReply.Built built:
                LogBuilt(image.Name, built.Image.Name, built.Image.RunnerVersion ?? "none", built.Deleted.Count);
                break;
            case ImageBuildReply.Refused { Fault: var fault }:
                _failures[image.Name] = (image, time.GetTimestamp());
                LogFailed(image.Name, image.Provider, fault.Message);
                break;
        }
    }

    private void Hear(string image, BuildNews news)
    {
        switch (news)
        {
            case BuildNews.Line line:
                LogLine(image, line.Text);
                break;
            case BuildNews.Warned warned:
                LogWarned(image, warned.Text);
                break;
        }
    }

    /// <summary>One that was configured differently meanwhile gets another chance at once.</summary>
    private bool HasJustFailed(ImageSettings image) =>
        _failures.TryGetValue(image.Name, out var failure) && failure.Settings == image
        && time.GetElapsedTime(failure.At) < FailurePause;

    [LoggerMessage(EventId = 6041, EventName = "image-build", Level = LogLevel.Information,
        Message = "Image {Image} is built at {Provider}: {Reason}")]
    private partial void LogBegun(string image, ProviderName provider, RebuildReason reason);

    [LoggerMessage(EventId = 6042, EventName = "image-built", Level = LogLevel.Information,
        Message = "Image {Image} is {Name} now, runner {Runner}; {Deleted} older ones are gone")]
    private partial void LogBuilt(string image, string name, string runner, int deleted);

    [LoggerMessage(EventId = 6043, EventName = "image-failed", Level = LogLevel.Error,
        Message = "Image {Image} could not be built at {Provider}, and is as it was; tried again in an hour: {Why}")]
    private partial void LogFailed(string image, ProviderName provider, string why);

    [LoggerMessage(EventId = 6044, EventName = "image-unseen", Level = LogLevel.Warning,
        Message = "Nobody knows how old image {Image} at {Provider} is: {Why}")]
    private partial void LogUnseen(string image, ProviderName provider, string why);

    [LoggerMessage(EventId = 6047, EventName = "image-defect", Level = LogLevel.Error,
        Message = "A defect of Paddock kept images from being looked after")]
    private partial void LogDefect(Exception defect);

    [LoggerMessage(EventId = 6045, EventName = "image-line", Level = LogLevel.Debug, Message = "{Image}: {Line}")]
    private partial void LogLine(string image, string line);

    [LoggerMessage(EventId = 6046, EventName = "image-warning", Level = LogLevel.Warning,
        Message = "Image {Image}: {Warning}")]
    private partial void LogWarned(string image, string warning);
}
