using Paddock.App.Configuration.Reading;

namespace Paddock.App.Cli.Lint;

/// <summary>One job of a matrix: what each of its keys is. GitHub finds keys without case.</summary>
internal sealed class Combination
{
    public static Combination Empty { get; } = new([]);

    private readonly Dictionary<string, ConfigNode> _values;

    private Combination(Dictionary<string, ConfigNode> values) => _values = values;

    public Combination With(string key, ConfigNode value) => new(
        new Dictionary<string, ConfigNode>(_values, StringComparer.OrdinalIgnoreCase) { [key] = value });

    /// <summary>The same with these as well, in place of what it had of them.</summary>
    public Combination With(IReadOnlyList<ConfigNode.Entry> entries)
    {
        var values = new Dictionary<string, ConfigNode>(_values, StringComparer.OrdinalIgnoreCase);
        foreach (var entry in entries)
        {
            values[entry.Key] = entry.Value;
        }
        return new Combination(values);
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
