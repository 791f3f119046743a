using Microsoft.Extensions.Logging;
using Paddock.App.Configuration.Reading;

namespace Paddock.App.Configuration.Sections;

/// <summary>The keys at the top that belong to no other section.</summary>
internal static class FleetSection
{
    private static readonly TimeSpan SweepLeast = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan CheckLeast = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan SweepMost = TimeSpan.FromHours(12);

    /// <summary>
    /// A sweep costs requests, and GitHub gives 5,000 an hour to a token; a job GitHub drops after 24 hours must be
    /// seen before.
    /// </summary>
    public static TimeSpan? SweepInterval(View top)
    {
        var at = top.At("sweep_interval");
        var interval = at.Duration;
        if (interval < SweepLeast || interval > SweepMost)
        {
            at.Error("sweep_interval is out of bounds.", "Use 1s to 12h, or leave it out.");
        }
        return interval;
    }

    /// <summary>More often would cost every scope a request each time, and lists are a minute old anyway.</summary>
    public static TimeSpan CheckInterval(View top)
    {
        var at = top.At("check_interval");
        var interval = at.Duration;
        if (interval < CheckLeast || interval > SweepMost)
        {
            at.Error("check_interval is out of bounds.", "Use 30s to 12h, or leave it out.");
        }
        return interval ?? PaddockConfig.CheckIntervalUsual;
    }

    public static LogConfig Log(View top)
    {
        var at = top.At("log");
        var level = at.At("level").Word switch
        {
            "trace" => LogLevel.Trace,
            "debug" => LogLevel.Debug,
            "warn" => LogLevel.Warning,
            "error" => LogLevel.Error,
            _ => LogLevel.Information,
        };
        return new LogConfig(level, at.At("format").Word == "json" ? LogFormat.Json : LogFormat.Text);
    }
}
