using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;
using Paddock.App.Configuration;

namespace Paddock.App.Composition;

/// <summary>
/// Logs go to standard error, one line each, so that standard output stays free for answers. Event ids are stable;
/// their ranges: 1xxx engine, 2xxx store, 3xxx GitHub, 4xxx providers, 5xxx web, 6xxx application.
/// </summary>
internal static class Logs
{
    /// <summary>ISO 8601 in UTC, so that lines of several hosts sort.</summary>
    private const string TimeFormat = "yyyy-MM-dd'T'HH:mm:ss.fff'Z' ";

    public static ILoggerFactory Open(LogConfig config) => LoggerFactory.Create(logging =>
    {
        logging.SetMinimumLevel(config.Level);

        // ASP.NET Core logs every request; our own lines say what matters of them.
        logging.AddFilter("Microsoft", LogLevel.Warning);
        logging.AddConsole(console =>
        {
            console.LogToStandardErrorThreshold = LogLevel.Trace;
            console.FormatterName = config.Format == LogFormat.Json
                ? ConsoleFormatterNames.Json
                : ConsoleFormatterNames.Simple;
        });
        logging.AddSimpleConsole(line =>
            (line.SingleLine, line.UseUtcTimestamp, line.TimestampFormat, line.ColorBehavior)
            = (true, true, TimeFormat, ColorOf()));
        logging.AddJsonConsole(line => (line.UseUtcTimestamp, line.TimestampFormat) = (true, TimeFormat.TrimEnd()));
    });

    private static LoggerColorBehavior ColorOf() =>
        string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"))
            ? LoggerColorBehavior.Default
            : LoggerColorBehavior.Disabled;
}
