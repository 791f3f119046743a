using Paddock.App.Cli;

namespace Paddock.Tests.App.Cli;

/// <summary>Runs <c>paddock</c> in this process, from a shell of its own.</summary>
internal sealed class CommandBench
{
    public Dictionary<string, string> Environment { get; } = new() { ["USER"] = "mona" };

    /// <summary>By default the time the samples were made for.</summary>
    public DateTimeOffset Now { get; set; } = Samples.Now;

    /// <summary>What the last command wrote.</summary>
    public string Out { get; private set; } = "";

    public string Error { get; private set; } = "";

    public async Task<int> RunAsync(params IReadOnlyList<string> words)
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var error = new StringWriter { NewLine = "\n" };
        var shell = new Shell { Out = output, Error = error, Environment = Environment, Time = new FixedTime(Now) };
        var code = await CommandLine.RunAsync(words, shell, TestContext.Current.CancellationToken);
        (Out, Error) = (output.ToString(), error.ToString());
        return code;
    }

    private sealed class FixedTime(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}
