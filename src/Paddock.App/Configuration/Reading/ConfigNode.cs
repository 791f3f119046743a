namespace Paddock.App.Configuration.Reading;

/// <summary>
/// What was written, from whatever source, before anybody asks what it means. Files, variables and flags become one
/// such tree, so that checking and reading know nothing of where a value came from but its place.
/// </summary>
internal abstract class ConfigNode(ConfigPlace place, int size)
{
    public ConfigPlace Place { get; } = place;

    /// <summary>How many nodes a walk over it meets; aliases make that more than are in memory.</summary>
    public int Size { get; } = size;

    /// <summary>A single value.</summary>
    /// <param name="raw">As written. Messages show this: what was put in for <c>${NAME}</c> may be a secret.</param>
    /// <param name="isNull">Nothing was written, or YAML's null.</param>
    internal sealed class Scalar(ConfigPlace place, string raw, Expanded expanded, bool isNull = false)
        : ConfigNode(place, 1)
    {
        /// <summary>A value that is meant as it stands.</summary>
        public Scalar(ConfigPlace place, string text) : this(place, text, new Expanded(text))
        {
        }

        public string Raw { get; } = raw;

        public Expanded Expanded { get; } = expanded;

        /// <summary>With its variables put in; null when that failed.</summary>
        public string? Text => Expanded.Text;

        public bool IsNull { get; } = isNull;

        /// <summary>The value itself is in the file, not the name of a variable.</summary>
        public bool IsLiteral => Raw == Text;
    }

    internal sealed class Map(ConfigPlace place, IReadOnlyList<Entry> entries)
        : ConfigNode(place, 1 + entries.Sum(entry => 1 + entry.Value.Size))
    {
        public IReadOnlyList<Entry> Entries { get; } = entries;

        public ConfigNode? Find(string key) => FindEntry(key)?.Value;

        public Entry? FindEntry(string key) => Entries.FirstOrDefault(entry => entry.Key == key);
    }

    internal sealed class List(ConfigPlace place, IReadOnlyList<ConfigNode> items)
        : ConfigNode(place, 1 + items.Sum(item => item.Size))
    {
        public IReadOnlyList<ConfigNode> Items { get; } = items;
    }

    internal sealed record Entry(string Key, ConfigPlace KeyPlace, ConfigNode Value);
}
