namespace Paddock.App.Configuration;

/// <summary>What reading found: a configuration, or why there is none. Warnings may come with either.</summary>
public sealed record ConfigLoad
{
    /// <summary>Null when any of <see cref="Faults"/> is an error: half a configuration never runs.</summary>
    public PaddockConfig? Config { get; init; }

    /// <summary>Everything found, in the order of the file.</summary>
    public required IReadOnlyList<ConfigFault> Faults { get; init; }

    /// <summary>The file that was read; null when the environment and flags said it all.</summary>
    public string? Path { get; init; }
}

/// <summary>
/// One thing wrong with a configuration: where, what, and what to do. Never holds the value of a secret.
/// </summary>
/// <param name="File">A path as the operator knows it, or <c>$PADDOCK_LABELS</c>, or <c>--labels</c>.</param>
/// <param name="Line">From 1; 0 where there are no lines.</param>
/// <param name="Column">From 1; 0 where there are no lines.</param>
/// <param name="Path">The key, like <c>pools[0].labels</c>; empty for the file as a whole.</param>
public sealed record ConfigFault(
    string File, int Line, int Column, string Path, string Message, string Remedy, bool IsWarning = false)
{
    /// <summary>
    /// For people: <c>paddock.yaml:12:5: error: …</c>, which editors and terminals make a link of, and the remedy
    /// below it.
    /// </summary>
    public override string ToString()
    {
        var place = Line > 0 ? $"{File}:{Line}:{Column}" : File;
        return $"{place}: {(IsWarning ? "warning" : "error")}: {Message}\n    {Remedy}";
    }
}
