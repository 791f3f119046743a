using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
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
        // Each formatter that is added makes itself the chosen one, so only one may be.
        if (config.Format == LogFormat.Json)
        {
            logging.AddJsonConsole(ForPrograms);
        }
        else
        {
            logging.AddSimpleConsole(ForPeople);
        }
        logging.Services.Configure<ConsoleLoggerOptions>(
            console => console.LogToStandardErrorThreshold = LogLevel.Trace);
    });

    private static void ForPeople(SimpleConsoleFormatterOptions line) =>
        (line.SingleLine, line.UseUtcTimestamp, line.TimestampFormat, line.ColorBehavior)
        = (true, true, TimeFormat, ColorOf());

    /// <summary>Quotes and arrows stay readable: nothing puts these lines into a web page.</summary>
    private static void ForPrograms(JsonConsoleFormatterOptions line)
    {
        (line.UseUtcTimestamp, line.TimestampFormat) = (true, TimeFormat.TrimEnd());
        line.JsonWriterOptions = new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    }

    private static LoggerColorBehavior ColorOf() =>
        string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"))
            ? LoggerColorBehavior.Default
            : LoggerColorBehavior.Disabled;
}
