using Paddock.App.Configuration;

namespace Paddock.App.Composition;

/// <summary>What became of a reload. Closed.</summary>
internal abstract record ReloadOutcome
{
    /// <summary>What was read is what counts already.</summary>
    public sealed record Unchanged : ReloadOutcome;

    /// <summary>The new one counts from now on.</summary>
    public sealed record Adopted(IReadOnlyList<string> Changes) : ReloadOutcome;

    /// <summary>Something is wrong with it; the old one stays.</summary>
    public sealed record Refused(IReadOnlyList<ConfigFault> Faults) : ReloadOutcome;

    /// <summary>These keys are read at start only; the old one stays as a whole.</summary>
    public sealed record NeedsRestart(IReadOnlyList<string> Paths) : ReloadOutcome;
}
