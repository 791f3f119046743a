using System.Text.Json;
using Microsoft.Extensions.Logging;
using Paddock.App.Composition;
using Paddock.App.Configuration;

namespace Paddock.Tests.App;

public sealed class LogsTests
{
    [Fact]
    public void A_log_for_people_is_text() => LineOf(LogFormat.Text).ShouldEndWith("it's \"here\"");

    [Fact]
    public void A_log_for_programs_is_one_readable_object_a_line()
    {
        var line = LineOf(LogFormat.Json);

        JsonElement.Parse(line).GetProperty("Message").GetString().ShouldBe("it's \"here\"");
        line.ShouldContain("it's");
    }

    /// <summary>What one message becomes on standard error, where every line of the log goes.</summary>
    private static string LineOf(LogFormat format)
    {
        var before = Console.Error;
        using var error = new StringWriter { NewLine = "\n" };
        Console.SetError(error);
        try
        {
            // The console's queue is written out when the factory goes.
            using (var loggers = Logs.Open(new LogConfig(LogLevel.Information, format)))
            {
#pragma warning disable CA1848, CA2254
                loggers.CreateLogger("test").LogInformation("it's \"here\"");
#pragma warning restore CA1848, CA2254
            }
            // Tests beside this one may write there too.
            return error.ToString().Split('\n').Single(line => line.Contains("here", StringComparison.Ordinal));
        }
        finally
        {
            Console.SetError(before);
        }
    }
}
