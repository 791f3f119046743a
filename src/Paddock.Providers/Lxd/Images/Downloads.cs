using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Logging;
using Paddock.Core.Model;
using Paddock.Ports;
using Paddock.Ports.Providers;
using Paddock.Providers.Calls;
using Paddock.Providers.Lxd.Api;

namespace Paddock.Providers.Lxd.Images;

/// <summary>
/// Remote images, fetched by the server itself: once at a time, however many want one, and looked for anew now and
/// then, because an alias moves on.
/// </summary>
internal sealed partial class Downloads(ImageCalls images, LxdSettings settings, TimeProvider time, ILogger logger)
{
    /// <summary>
    /// For so long an alias means the same image; the server's own copies are updated every few hours.
    /// </summary>
    private static readonly TimeSpan AliasLife = TimeSpan.FromHours(1);

    private readonly Flights<string, string> _fingerprints = new(time, AliasLife);
    private readonly Lock _lock = new();
    private readonly Dictionary<string, Undertaking> _underWay = new(StringComparer.Ordinal);

    public IReadOnlyList<Undertaking> UnderWay
    {
        get
        {
            lock (_lock)
            {
                return [.. _underWay.Values];
            }
        }
    }

    /// <summary>The fingerprint of an image that is on the server now.</summary>
    public async Task<Answer<string>> GetAsync(string text, ImageName name, CancellationToken cancellationToken)
    {
        var (certificate, unreadable) = await CertificateAsync(name.Remote!, cancellationToken);
        if (unreadable is not null)
        {
            return new Answer<string>.Refused(unreadable);
        }
        try
        {
            var answer = await JoinAsync(text, name, certificate, cancellationToken);
            if (answer.Has(out var fingerprint, out _) && await IsGoneAsync(fingerprint, cancellationToken))
            {
                // The server replaced its copy, or somebody deleted it.
                _fingerprints.Forget(text);
                answer = await JoinAsync(text, name, certificate, cancellationToken);
            }
            return answer.Has(out _, out var refused) ? answer : Explain(text, refused);
        }
        catch (TimeoutException)
        {
            // It goes on, and whoever asks again joins it.
            var progress = UnderWay.FirstOrDefault(one => one.Images.Contains(text));
            return new Answer<string>.Refused(new Fault(
                FaultKind.Busy, $"{progress?.ToString() ?? $"image {text} is being downloaded"}.",
                time.GetUtcNow() + TimeSpan.FromSeconds(30)));
        }
    }

    private Task<Answer<string>> JoinAsync(
        string text, ImageName name, string? certificate, CancellationToken cancellationToken) =>
        _fingerprints.JoinAsync(text, () => FetchAsync(text, name, certificate), cancellationToken)
            .WaitAsync(LxdSettings.DownloadPatience, time, cancellationToken);

    private async Task<bool> IsGoneAsync(string fingerprint, CancellationToken cancellationToken) =>
        await images.FindAsync(fingerprint, cancellationToken) is Answer<ImagePayload>.Refused { IsAbsent: true };

    private async Task<Answer<string>> FetchAsync(string text, ImageName name, string? certificate)
    {
        var remote = name.Remote!;
        var body = new ImageBody(new SourceBody("image")
        {
            Mode = "pull", Server = remote.Server.AbsoluteUri.TrimEnd('/'), Protocol = remote.Protocol,
            Alias = name.Alias, Certificate = certificate,
        })
        {
            AutoUpdate = settings.AutoUpdate,
        };
        var since = time.GetUtcNow();
        Tell(text, new Undertaking($"image {text} is being downloaded", [text], 0, null, "%", since));
        LogDownload(text, remote.Server);
        try
        {
            var answer = await images.DownloadAsync(
                body, metadata => Tell(text, StandOf(text, metadata, since)), CancellationToken.None);
            if (answer is Answer<string>.Refused refused)
            {
                LogFailure(text, refused.Fault.Message);
            }
            return answer;
        }
        finally
        {
            lock (_lock)
            {
                _underWay.Remove(text);
            }
        }
    }

    private static async Task<(string? Pem, Fault? Fault)> CertificateAsync(
        ImageRemote remote, CancellationToken cancellationToken)
    {
        try
        {
            return remote.CertificateFile is { } file
                ? (await File.ReadAllTextAsync(file, cancellationToken), null)
                : default;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return (null, new Fault(
                FaultKind.InvalidSpec,
                $"The certificate of {remote.Server} cannot be read: {failure.Message} Correct it under 'remotes'."));
        }
    }

    private void Tell(string text, Undertaking stand)
    {
        lock (_lock)
        {
            _underWay[text] = stand;
        }
    }

    /// <summary><c>{"download_progress": "rootfs: 42% (11.2MB/s)"}</c></summary>
    private static Undertaking StandOf(string text, JsonElement metadata, DateTimeOffset since)
    {
        var said = metadata.ValueKind == JsonValueKind.Object
            && metadata.TryGetProperty("download_progress", out var progress) ? progress.ToString() : "";
        var match = Percentage().Match(said);
        var (done, total) = match.Success
            ? (long.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture), (long?)100)
            : (0, null);
        return new Undertaking($"image {text} is being downloaded", [text], done, total, "%", since);
    }

    /// <summary>
    /// A download is safe to repeat. Only a remote that does not have the image asks for another configuration.
    /// </summary>
    private static Answer<string>.Refused Explain(string text, Answer<string>.Refused refused)
    {
        var isUnknown = refused.Fault.Message.Contains("not found", StringComparison.OrdinalIgnoreCase)
            || refused.Fault.Message.Contains("couldn't be found", StringComparison.OrdinalIgnoreCase);
        return new(isUnknown
            ? new Fault(
                FaultKind.InvalidSpec, $"Image {text} cannot be had: {refused.Fault.Message}. Correct its name.")
            : new Fault(
                refused.Fault.Kind is FaultKind.Unauthorized ? FaultKind.Unauthorized : FaultKind.Transient,
                $"Image {text} could not be downloaded; it is tried again: {refused.Fault.Message}"));
    }

    [GeneratedRegex(@"(\d{1,3})%", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Percentage();

    [LoggerMessage(EventId = 4302, EventName = "lxd-image-download", Level = LogLevel.Information,
        Message = "The server downloads image {Image} from {Server}")]
    private partial void LogDownload(string image, Uri server);

    [LoggerMessage(EventId = 4303, EventName = "lxd-image-failed", Level = LogLevel.Warning,
        Message = "Image {Image} could not be downloaded: {Why}")]
    private partial void LogFailure(string image, string why);
}
