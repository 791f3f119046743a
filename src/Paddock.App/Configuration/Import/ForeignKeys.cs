using System.Globalization;
using Paddock.App.Configuration.Reading;

namespace Paddock.App.Configuration.Import;

/// <summary>
/// The keys of one mapping of another system. It knows which were read, so that the rest is told and nothing gets lost
/// without a word. What is written counts as it stands: other systems know no variables.
/// </summary>
internal sealed class ForeignKeys(ConfigNode.Map map, FaultList faults)
{
    private readonly HashSet<string> _read = new(StringComparer.Ordinal);

    public ConfigPlace Place => map.Place;

    public ConfigPlace PlaceOf(string key) => map.FindEntry(key)?.KeyPlace ?? map.Place;

    public ConfigNode? Node(string key)
    {
        _read.Add(key);
        return map.Find(key) is { } node and not ConfigNode.Scalar { IsNull: true } ? node : null;
    }

    /// <summary>Null for what is not there, or is empty.</summary>
    public string? Text(string key) =>
        Node(key) is ConfigNode.Scalar { Raw: var raw } && raw.Trim() is { Length: > 0 } text ? text : null;

    public int? Count(string key) =>
        int.TryParse(Text(key), NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? count : null;

    /// <summary>As YAML 1.1 has them, which other systems read.</summary>
    public bool? Flag(string key) => Text(key)?.ToLowerInvariant() switch
    {
        "true" or "yes" or "on" or "y" => true,
        "false" or "no" or "off" or "n" => false,
        _ => null,
    };

    /// <summary>The items of a list, or of a text with commas or blanks between.</summary>
    public IReadOnlyList<string> Texts(string key) => Node(key) switch
    {
        ConfigNode.List list => [.. list.Items.OfType<ConfigNode.Scalar>().Select(item => item.Raw.Trim())],
        ConfigNode.Scalar { Raw: var raw } => raw.Split(
            (char[])[',', ' ', '\n', '\t'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries),
        _ => [],
    };

    /// <summary>What is there and means nothing any more.</summary>
    public void Leave(string key, string why, string instead)
    {
        if (Node(key) is not null)
        {
            Tell(key, why, instead);
        }
    }

    /// <summary>Never with a value: any of them may be a secret.</summary>
    public void Tell(string key, string what, string remedy) =>
        faults.Warn(PlaceOf(key), "", $"{key}: {what}", remedy);

    public void TellRest(string system)
    {
        foreach (var entry in map.Entries.Where(entry => !_read.Contains(entry.Key)))
        {
            Tell(entry.Key, $"not taken over: {system} has no such key that Paddock knows of.",
                "docs/reference/configuration.md has every key there is.");
        }
    }
}
