namespace Paddock.App.Configuration.Keys;

/// <summary>
/// A key that may also be set by a variable or a flag. They win over the file, flags over variables. Secrets have no
/// flag: a command line is for all to see.
/// </summary>
/// <param name="Name">The flag without dashes, <c>max-runners</c>; its variable is <c>PADDOCK_MAX_RUNNERS</c>.</param>
/// <param name="Path">The key it sets, with dots between.</param>
internal sealed record Setting(string Name, string Path, string Doc)
{
    public bool IsSecret { get; init; }

    /// <summary>Several values, with commas between.</summary>
    public bool IsList { get; init; }

    /// <summary>Part of the one pool that can be had without a file; with a file it would contradict it.</summary>
    public bool IsOfOnePool { get; init; }

    /// <summary>A customary variable that counts when nothing else does, the file included.</summary>
    public string? Fallback { get; init; }

    /// <summary>
    /// The keys of the same section of the top that say the same in other ways, and yield to this setting; with dots
    /// between, below that section.
    /// </summary>
    public IReadOnlyList<string> Displaces { get; init; } = [];

    public string Variable => "PADDOCK_" + Name.ToUpperInvariant().Replace('-', '_');
}
