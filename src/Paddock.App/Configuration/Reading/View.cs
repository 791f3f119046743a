using System.Net;
using Paddock.App.Configuration.Keys;
using Paddock.App.Configuration.Values;
using Paddock.Ports;

namespace Paddock.App.Configuration.Reading;

/// <summary>
/// A place in the tree, to read values from. It never complains: what does not fit was told by the check of shapes,
/// and reads as if it were not there, so that one pass finds the faults of meaning as well.
/// </summary>
internal readonly struct View(ConfigNode? node, string path, ReadContext context)
{
    public ConfigNode? Node => node;

    public string Path => path;

    public ReadContext Context => context;

    public bool IsThere => node is not null;

    public View At(string key) => new((node as ConfigNode.Map)?.Find(key), NodePath.Join(path, key), context);

    /// <summary>The items of a list; a single value is a list of one.</summary>
    public IReadOnlyList<View> Items
    {
        get
        {
            IReadOnlyList<ConfigNode> items = node switch
            {
                ConfigNode.List list => list.Items,
                ConfigNode.Scalar => [node],
                _ => [],
            };
            var (at, within) = (path, context);
            return [.. items.Select((item, index) => new View(item, NodePath.Join(at, index), within))];
        }
    }

    /// <summary>The things of a mapping by their names.</summary>
    public IReadOnlyList<(string Name, View Value)> Named
    {
        get
        {
            var (at, within) = (path, context);
            return node is ConfigNode.Map map
                ? [.. map.Entries.Select(entry =>
                    (entry.Key, new View(entry.Value, NodePath.Join(at, entry.Key), within)))]
                : [];
        }
    }

    public string? Text(ScalarRule rule) =>
        node is ConfigNode.Scalar { IsNull: false, Text: { } text } && rule.Fits(text) ? text : null;

    /// <summary>One of the words of a choice, or whatever was written instead.</summary>
    public string? Word => node is ConfigNode.Scalar { IsNull: false } scalar ? scalar.Text : null;

    public string? Name => Text(ScalarRule.Name);

    public int? Count => Text(ScalarRule.Count) is { } text ? ScalarRule.ToCount(text) : null;

    public double? Number => Text(ScalarRule.Number) is { } text ? ScalarRule.ToNumber(text) : null;

    public bool? Flag => Text(ScalarRule.Flag) is { } text ? ScalarRule.ToFlag(text) : null;

    public TimeSpan? Duration => Text(ScalarRule.Duration) is { } text ? Durations.TryParse(text) : null;

    public long? Size => Text(ScalarRule.Size) is { } text ? Sizes.TryParse(text) : null;

    public Uri? WebAddress => Text(ScalarRule.WebAddress) is { } text ? ScalarRule.ToWebAddress(text) : null;

    /// <summary>Null for <c>none</c> too; <see cref="IsThere"/> tells the two apart.</summary>
    public IPEndPoint? Endpoint => Text(ScalarRule.EndpointOrNone) is { } text ? Endpoints.TryParse(text) : null;

    /// <summary>Absolute, with <c>~/</c> put in.</summary>
    public string? FilePath => Text(ScalarRule.FilePath) is { } text ? context.Absolute(text, node!.Place) : null;

    /// <summary>A secret that is written here or comes from a variable.</summary>
    public Secret? Secret =>
        Text(ScalarRule.Secret) is { } text ? context.Keep(text, (ConfigNode.Scalar)node!, path) : null;

    /// <summary>A secret in the file this names. A file that cannot be read is told.</summary>
    public Secret? SecretInFile => FilePath is { } file ? context.ReadSecret(file, this) : null;

    public void Error(string message, string remedy) => context.Faults.Error(Place, path, message, remedy);

    public void Warn(string message, string remedy) => context.Faults.Warn(Place, path, message, remedy);

    /// <summary>Its own, or that of the nearest thing around it.</summary>
    public ConfigPlace Place => node?.Place ?? NodePath.PlaceOf(context.Root, path);
}
