using Paddock.App.Configuration;
using Paddock.Ports.Providers;

namespace Paddock.App.Images;

/// <summary>Why an image is built anew.</summary>
internal enum RebuildReason
{
    /// <summary>There is none, so every offer of it fails.</summary>
    Missing,

    /// <summary>It is older than it may become.</summary>
    Age,

    /// <summary>GitHub may soon stop taking the runner that is in it.</summary>
    EndOfLife,
}

/// <summary>When is an image built anew? From what is there and what GitHub has, and nothing else.</summary>
internal static class Rebuilds
{
    /// <summary>
    /// GitHub gives no job to a runner that was not brought up to date within 30 days of a newer release
    /// (https://docs.github.com/en/actions/reference/runners/self-hosted-runners). Nobody tells when that release was;
    /// but when the image was built its runner was the newest, so it was later.
    /// </summary>
    private static readonly TimeSpan RunnerLife = TimeSpan.FromDays(30);

    /// <summary>For a script that fails, a server that is away, and whoever mends it.</summary>
    private static readonly TimeSpan Margin = TimeSpan.FromDays(7);

    /// <param name="current">What the alias means; null when it means nothing of ours.</param>
    /// <param name="newest">GitHub's newest runner; null when nobody could say.</param>
    /// <returns>Null while it is good as it is.</returns>
    public static RebuildReason? Due(
        ImageSettings image, BuiltImage? current, string? newest, DateTimeOffset now)
    {
        if (image.Rebuild is not { } rule)
        {
            return null;
        }
        if (current is null)
        {
            return RebuildReason.Missing;
        }
        if (rule.Hours?.Contains(now) == false)
        {
            return null;
        }
        var age = now - current.BuiltAt;
        return IsOutdated(rule, current, newest) && age >= RunnerLife - Margin ? RebuildReason.EndOfLife
            : rule.Every is { } every && age >= every ? RebuildReason.Age
            : null;
    }

    private static bool IsOutdated(RebuildRule rule, BuiltImage current, string? newest) =>
        rule.BeforeEndOfLife && current.RunnerVersion is { } version && newest is not null && version != newest;
}
