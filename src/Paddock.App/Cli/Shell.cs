using System.Collections;

namespace Paddock.App.Cli;

/// <summary>What a command was started from: where it writes, what it may read there, and what time it is.</summary>
internal sealed record Shell
{
    /// <summary>So wide that nothing wraps: what reads a pipe counts lines, not columns.</summary>
    private const int WidthOfPipe = 10_000;

    public required TextWriter Out { get; init; }

    public required TextWriter Error { get; init; }

    public required IReadOnlyDictionary<string, string> Environment { get; init; }

    public required TimeProvider Time { get; init; }

    /// <summary>In columns.</summary>
    public int Width { get; init; } = WidthOfPipe;

    /// <summary>A person looks at the output.</summary>
    public bool IsTerminal { get; init; }

    /// <summary>The shell this process was started from.</summary>
    public static Shell OfProcess()
    {
        var isTerminal = !Console.IsOutputRedirected;
        return new Shell
        {
            Out = Console.Out,
            Error = Console.Error,
            Environment = System.Environment.GetEnvironmentVariables().Cast<DictionaryEntry>().ToDictionary(
                entry => (string)entry.Key, entry => (string?)entry.Value ?? "", StringComparer.Ordinal),
            Time = TimeProvider.System,
            Width = isTerminal && Console.WindowWidth > 0 ? Console.WindowWidth : WidthOfPipe,
            IsTerminal = isTerminal,
        };
    }

    /// <summary>The value of a variable; null when it is not set or empty.</summary>
    public string? Variable(string name) => Environment.GetValueOrDefault(name) is { Length: > 0 } value ? value : null;
}
