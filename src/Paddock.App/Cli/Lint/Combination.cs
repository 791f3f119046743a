using Paddock.App.Configuration.Reading;

namespace Paddock.App.Cli.Lint;

/// <summary>One job of a matrix: what each of its keys is. GitHub finds keys without case.</summary>
internal sealed class Combination
{
    /// <summary>For a job without a matrix; nothing is put into it.</summary>
    public static Combination Empty { get; } = new([]);

    private readonly Dictionary<string, ConfigNode> _values;

    private Combination(Dictionary<string, ConfigNode> values) => _values = values;

    public static Combination Of(IReadOnlyList<ConfigNode.Entry> entries)
    {
        var made = new Combination(new(StringComparer.OrdinalIgnoreCase));
        made.Take(entries);
        return made;
    }

    /// <summary>Another one, with this as well.</summary>
    public Combination With(string key, ConfigNode value) => new(
        new Dictionary<string, ConfigNode>(_values, StringComparer.OrdinalIgnoreCase) { [key] = value });

    /// <summary>
    /// Has these from now on. Not by a copy: thousands of includes that join hundreds of combinations would be as many
    /// copies of what they have already.
    /// </summary>
    public void Take(IReadOnlyList<ConfigNode.Entry> entries)
    {
        foreach (var entry in entries)
        {
            _values[entry.Key] = entry.Value;
        }
    }

    public ConfigNode? Find(string key) => _values.GetValueOrDefault(key);

    /// <summary>Does each of these keys have the same value here?</summary>
    public bool Has(IEnumerable<ConfigNode.Entry> entries) =>
        entries.All(entry => Find(entry.Key) is { } value && IsSame(value, entry.Value));

    private static bool IsSame(ConfigNode a, ConfigNode b) => (a, b) switch
    {
        (ConfigNode.Scalar one, ConfigNode.Scalar other) => one.Raw == other.Raw,
        (ConfigNode.List one, ConfigNode.List other) => one.Items.Count == other.Items.Count
            && one.Items.Zip(other.Items, IsSame).All(same => same),
        (ConfigNode.Map one, ConfigNode.Map other) => one.Entries.Count == other.Entries.Count
            && one.Entries.All(entry => other.Find(entry.Key) is { } value && IsSame(entry.Value, value)),
        _ => false,
    };
}
