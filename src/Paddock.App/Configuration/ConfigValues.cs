using Paddock.App.Configuration.Keys;
using Paddock.App.Configuration.Reading;
using Paddock.Ports;

namespace Paddock.App.Configuration;

/// <summary>
/// A configuration value by value, in the order of the table of keys: what was written, and what counts where nothing
/// was. Variables are put in, secrets are not shown.
/// </summary>
internal static class ConfigValues
{
    private const string Masked = "***";

    /// <summary>Of a tree whose shape was checked; what does not fit it is left out.</summary>
    public static IReadOnlyList<ConfigValue> Of(ConfigNode.Map root) => [.. Walk(root, ConfigKeys.Root, "")];

    /// <summary>What was written, a line each: the policy as the journal keeps it.</summary>
    public static string Text(IReadOnlyList<ConfigValue> values) => string.Join(
        '\n', values.Where(value => !value.IsDefault).Select(value => $"{value.Path}: {value.Shown}"));

    /// <summary>
    /// What somebody wrote differently, by key: what the old one has first, then what the new one adds.
    /// </summary>
    public static IReadOnlyList<ConfigChange> Compare(
        IReadOnlyList<ConfigValue> old, IReadOnlyList<ConfigValue> now)
    {
        var before = old.ToDictionary(value => value.Path, StringComparer.Ordinal);
        var after = now.ToDictionary(value => value.Path, StringComparer.Ordinal);
        return
        [
            .. old.Where(value => !value.IsDefault)
                .Select(value => new ConfigChange(value, after.GetValueOrDefault(value.Path)))
                .Where(change => change.IsRemoved || change.New!.Text.Reveal() != change.Old!.Text.Reveal()),
            .. now.Where(value => !value.IsDefault)
                .Select(value => new ConfigChange(before.GetValueOrDefault(value.Path), value))
                .Where(change => change.IsAdded),
        ];
    }

    private static IEnumerable<ConfigValue> Walk(ConfigNode node, Shape shape, string path) => (shape, node) switch
    {
        (Shape.Section section, ConfigNode.Map map) => section.Keys.SelectMany(key => Member(map, key, path)),
        (Shape.Named named, ConfigNode.Map map) => map.Entries.SelectMany(
            entry => Walk(entry.Value, named.Item, NodePath.Join(path, entry.Key))),
        (Shape.List list, ConfigNode.List items) => items.Items.SelectMany(
            (item, index) => Walk(item, list.Item, NodePath.Join(path, index))),
        (Shape.List list, ConfigNode.Scalar) => Walk(node, list.Item, NodePath.Join(path, 0)),
        (Shape.Either either, ConfigNode.Map) => Walk(node, either.Long, path),
        (Shape.Either either, _) => Walk(node, either.Short, path),
        (Shape.Variants variants, ConfigNode.Map map) => Variant(map, variants, path),
        (Shape.Scalar { Rule.IsSecret: var isSecret }, ConfigNode.Scalar { Text: { } text }) =>
            [Written(node, path, text, isSecret)],
        (Shape.Choice, ConfigNode.Scalar { Text: { } text }) => [Written(node, path, text, isSecret: false)],
        _ => [],
    };

    private static IEnumerable<ConfigValue> Member(ConfigNode.Map map, Key key, string path)
    {
        var at = NodePath.Join(path, key.Name);
        return map.Find(key.Name) is { } node ? Walk(node, key.Shape, at)
            : key.Default is { } usual ? [new ConfigValue(at, usual, "default", IsDefault: true)]
            : key.Shape is Shape.Section && !IsOtherSpelling(map, key)
                ? Walk(new ConfigNode.Map(map.Place, []), key.Shape, at)
            : [];
    }

    /// <summary>Who writes <c>connections</c> has no <c>github</c> besides.</summary>
    private static bool IsOtherSpelling(ConfigNode.Map map, Key key) =>
        key.Name == "github" && map.Find("connections") is not null;

    private static IEnumerable<ConfigValue> Variant(ConfigNode.Map map, Shape.Variants variants, string path)
    {
        if (map.Find(variants.Discriminator) is not ConfigNode.Scalar { Text: { } word } scalar)
        {
            return [];
        }
        var section = variants.Options.FirstOrDefault(option => option.Word == word)?.Section;
        return Walk(scalar, variants.Words, NodePath.Join(path, variants.Discriminator))
            .Concat(section is null ? [] : Walk(map, section, path));
    }

    private static ConfigValue Written(ConfigNode node, string path, string text, bool isSecret)
    {
        var place = node.Place;
        var origin = place.IsInFile ? $"{place.Source}:{place.Line}:{place.Column}" : place.Source;
        return new ConfigValue(path, isSecret ? Masked : text, origin)
        {
            IsSecret = isSecret, Text = new Secret(text),
        };
    }
}
