using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Paddock.Core.Model;
using Paddock.Ports;
using Paddock.Ports.Providers;
using Paddock.Providers.Calls;
using Paddock.Providers.Docker.Api;

namespace Paddock.Providers.Docker.Images;

/// <summary>
/// The pulls of one engine. Each runs for all who wait for its image, so nobody's patience ends it: what does is that
/// nothing moves any more.
/// </summary>
internal sealed partial class Pulls(ImageCalls images, RegistryLogins logins, TimeProvider time, ILogger logger)
{
    /// <summary>
    /// A registry that has gone silent would keep the engine waiting for ever. Whatever moves in any pull of this
    /// engine counts, for an engine downloads three layers at a time and lets the others wait, whosever they are.
    /// </summary>
    private static readonly TimeSpan StallLimit = TimeSpan.FromMinutes(2);

    /// <summary>However much still moves: what takes longer has to be brought there by hand.</summary>
    private static readonly TimeSpan PullLimit = TimeSpan.FromHours(1);

    /// <summary>How often the log tells how far it is, and the limits are looked at.</summary>
    private static readonly TimeSpan Pace = TimeSpan.FromSeconds(30);

    /// <summary>With <see cref="PullPolicy.Always"/>: a burst of jobs asks the registry once.</summary>
    private static readonly TimeSpan Life = TimeSpan.FromMinutes(1);

    private readonly Flights<string, Nothing> _flights = new(time, Life);
    private readonly ConcurrentDictionary<string, Pull> _underWay = new(StringComparer.Ordinal);
    private long _moved;

    /// <summary>Any thread.</summary>
    public IReadOnlyList<Undertaking> UnderWay =>
        [.. _underWay.Values.OrderBy(pull => pull.Since).Select(pull => pull.Tell())];

    /// <param name="name">The image as the offer writes it.</param>
    public Task<Answer<Nothing>> JoinAsync(ImageReference image, string name, CancellationToken cancellationToken) =>
        _flights.JoinAsync(image.ToString(), () => PullAsync(image, name), cancellationToken);

    /// <summary>Null when it is not under way.</summary>
    public Pull? Find(ImageReference image) => _underWay.GetValueOrDefault(image.ToString());

    private async Task<Answer<Nothing>> PullAsync(ImageReference image, string name)
    {
        var (login, fault) = logins.For(image);
        if (fault is not null)
        {
            return new Answer<Nothing>.Refused(fault);
        }
        var pull = new Pull(image, [.. image.Spellings.Append(name).Distinct()], time.GetUtcNow());
        _underWay[image.ToString()] = pull;
        LogBegun(image);
        try
        {
            var answer = await PullAsync(pull, login);
            LogEnd(pull, answer);
            return answer;
        }
        finally
        {
            _underWay.TryRemove(image.ToString(), out _);
        }
    }

    private async Task<Answer<Nothing>> PullAsync(Pull pull, string? login)
    {
        using var stop = new CancellationTokenSource();
        var began = time.GetTimestamp();
        Move();
        var pulling = images.PullAsync(pull.Image, login, line => Hear(pull, line), stop.Token);
        while (!await EndsWithinPaceAsync(pulling))
        {
            var progress = pull.Tell().Progress;
            if (WhyEnd(began) is { } why)
            {
                await stop.CancelAsync();
                await Task.WhenAny(pulling);
                return new Answer<Nothing>.Refused(new Fault(FaultKind.Transient, $"{why} ({progress})."));
            }
            LogUnderWay(pull.Image, progress);
        }
        return await pulling;
    }

    private async Task<bool> EndsWithinPaceAsync(Task pulling)
    {
        using var enough = new CancellationTokenSource();
        var pause = Task.Delay(Pace, time, enough.Token);
        var isOver = await Task.WhenAny(pulling, pause) == pulling;
        await enough.CancelAsync();
        return isOver;
    }

    private string? WhyEnd(long began) =>
        time.GetElapsedTime(Interlocked.Read(ref _moved)) >= StallLimit
            ? $"Nothing of it has moved for {StallLimit.TotalMinutes:0} minutes"
        : time.GetElapsedTime(began) >= PullLimit ? $"It has taken {PullLimit.TotalMinutes:0} minutes"
        : null;

    private void Hear(Pull pull, PullLine line)
    {
        if (pull.Progress.Hear(line))
        {
            Move();
        }
    }

    private void Move() => Interlocked.Exchange(ref _moved, time.GetTimestamp());

    private void LogEnd(Pull pull, Answer<Nothing> answer)
    {
        var took = (time.GetUtcNow() - pull.Since).TotalSeconds;
        if (answer.Has(out _, out var refused))
        {
            LogPulled(pull.Image, took);
        }
        else
        {
            LogFailed(pull.Image, took, refused.Fault.Message);
        }
    }

    [LoggerMessage(EventId = 4101, EventName = "image-pull", Level = LogLevel.Information, Message = "Pulling {Image}")]
    private partial void LogBegun(ImageReference image);

    [LoggerMessage(EventId = 4104, EventName = "image-pull-progress", Level = LogLevel.Information,
        Message = "Pulling {Image}: {Progress}")]
    private partial void LogUnderWay(ImageReference image, string progress);

    [LoggerMessage(EventId = 4105, EventName = "image-pulled", Level = LogLevel.Information,
        Message = "Pulled {Image} in {Seconds:0.0} s")]
    private partial void LogPulled(ImageReference image, double seconds);

    [LoggerMessage(EventId = 4106, EventName = "image-pull-failed", Level = LogLevel.Warning,
        Message = "Pulling {Image} failed after {Seconds:0.0} s: {Why}")]
    private partial void LogFailed(ImageReference image, double seconds, string why);
}
