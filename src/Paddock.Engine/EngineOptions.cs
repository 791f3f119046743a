namespace Paddock.Engine;

/// <summary>
/// The engine's own times and sizes, each with a name and a unit. Tests and the simulator pass others.
/// </summary>
public sealed record EngineOptions
{
    /// <summary>At most one plan per window (decision D20).</summary>
    public TimeSpan Window { get; init; } = TimeSpan.FromMilliseconds(25);

    /// <summary>The loop looks at the world at least this often, whatever it was told.</summary>
    public TimeSpan TickMax { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How often every provider is listed when nothing else asks for it.</summary>
    public TimeSpan MachineSweep { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How often GitHub's runners of every scope in use are listed.</summary>
    public TimeSpan RunnerSweep { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>GitHub writes in parallel for one connection (decision D25).</summary>
    public int ForgeCallsMax { get; init; } = 16;

    /// <summary>GitHub calls other than starting an effect get this long; then their outcome is unknown.</summary>
    public TimeSpan ForgeLimit { get; init; } = TimeSpan.FromSeconds(45);

    /// <summary>Provider calls other than an ensure get this long.</summary>
    public TimeSpan ProviderLimit { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How long a stop waits for effects under way; what is then unfinished, the next start resumes.</summary>
    public TimeSpan StopLimit { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>Observe and plan, decide nothing, change nothing.</summary>
    public bool DryRun { get; init; }
}
