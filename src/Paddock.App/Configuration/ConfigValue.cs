using Paddock.Ports;

namespace Paddock.App.Configuration;

/// <summary>One value of a configuration: what it is, and where that comes from.</summary>
/// <param name="Path">The key, like <c>pools[0].max_runners</c>.</param>
/// <param name="Shown">For people; <c>***</c> for a secret.</param>
/// <param name="Origin"><c>paddock.yaml:12:5</c>, <c>$PADDOCK_LABELS</c>, <c>--labels</c> or <c>default</c>.</param>
/// <param name="IsDefault">Nobody wrote it; it is what the key means when it is left out.</param>
public sealed record ConfigValue(string Path, string Shown, string Origin, bool IsDefault = false)
{
    /// <summary>Is it shown to nobody?</summary>
    public bool IsSecret { get; init; }

    /// <summary>The value itself, to compare it with another.</summary>
    internal Secret Text { get; init; } = new("");
}
