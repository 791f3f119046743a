namespace Paddock.App.Configuration;

/// <summary>One key that differs between two configurations.</summary>
/// <param name="Old">What counted; null where nothing did, its default where nobody had written it.</param>
/// <param name="New">What would count instead; alike.</param>
internal sealed record ConfigChange(ConfigValue? Old, ConfigValue? New)
{
    /// <summary>The keys that are policy alone: whoever reads them reads them anew each time.</summary>
    private static readonly string[] PolicyKeys =
        ["pools", "max_runners", "label_limits", "repositories", "images"];

    public string Path => (New ?? Old)!.Path;

    public bool IsAdded => Old is null or { IsDefault: true };

    public bool IsRemoved => New is null or { IsDefault: true };

    /// <summary>Whatever else reads it has read it at the start, so a reload refuses it (decision D17).</summary>
    public bool NeedsRestart => !Array.Exists(
        PolicyKeys, key => Path.StartsWith(key, StringComparison.Ordinal)
            && (Path.Length == key.Length || Path[key.Length] is '.' or '['));
}
