namespace Paddock.App.Composition;

/// <summary>How this start differs from an ordinary one.</summary>
/// <param name="DryRun">Observe and plan, decide nothing, change nothing.</param>
internal sealed record RunOptions(bool DryRun = false);
