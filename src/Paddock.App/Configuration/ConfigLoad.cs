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
