using Paddock.App.Configuration.Keys;
using Paddock.Core.Policy;

namespace Paddock.App.Configuration.Reading;

/// <summary>
/// Holds a tree against the table of keys: unknown and missing keys, wrong types, values that do not fit. What they
/// mean together is for the sections and the rules of Core.
/// </summary>
internal sealed class ShapeCheck(FaultList faults)
{
    public void Check(ConfigNode node, Shape shape, string path)
    {
        switch (shape, node)
        {
            case (_, ConfigNode.Scalar { Text: null, Expanded: var expanded }):
                faults.Error(node.Place, path, expanded.Problem, expanded.Remedy);
                break;
            case (_, ConfigNode.Scalar { IsNull: true }):
                faults.Error(node.Place, path, $"{Told(path)} has no value.", "Write one, or remove the key.");
                break;
            case (Shape.Scalar scalar, ConfigNode.Scalar value):
                CheckScalar(scalar.Rule, value, path);
                break;
            case (Shape.Choice choice, ConfigNode.Scalar value):
                CheckChoice(choice, value, path);
                break;
            case (Shape.Section section, ConfigNode.Map map):
                CheckSection(section, map, path);
                break;
            case (Shape.Named named, ConfigNode.Map map):
                CheckNamed(named, map, path);
                break;
            case (Shape.List list, ConfigNode.List items):
                CheckList(list, items, path);
                break;
            case (Shape.List { Item: not Shape.Section } list, ConfigNode.Scalar):
                Check(node, list.Item, NodePath.Join(path, 0));
                break;
            case (Shape.Either either, _):
                CheckEither(either, node, path);
                break;
            case (Shape.Variants variants, ConfigNode.Map map):
                CheckVariants(variants, map, path);
                break;
            default:
                WrongType(node, shape, path);
                break;
        }
    }

    private void CheckScalar(ScalarRule rule, ConfigNode.Scalar value, string path)
    {
        if (rule.Fits(value.Text!))
        {
            return;
        }
        var written = rule.IsSecret ? "this is none"
            : value.Raw.Length == 0 ? "is empty"
            : $"is '{Short(WithoutUser(value.Raw))}'";
        var meant = rule.Known is { } known ? Meant(value.Raw, known()) : null;
        faults.Error(value.Place, path, $"{Told(path)} takes {rule.Noun}, but {written}.", meant ?? rule.Remedy);
    }

    private void CheckChoice(Shape.Choice choice, ConfigNode.Scalar value, string path)
    {
        var word = value.Text!;
        if (choice.Words.Contains(word))
        {
            return;
        }
        if (choice.Refused.TryGetValue(word, out var refusal))
        {
            faults.Error(value.Place, path, refusal.Message, refusal.Remedy);
            return;
        }
        faults.Error(value.Place, path, $"{Told(path)} is {choice.Noun}, not '{Short(value.Raw)}'.",
            Meant(value.Raw, choice.Words) ?? $"Use {choice.Noun}.");
    }

    private void CheckSection(Shape.Section section, ConfigNode.Map map, string path)
    {
        foreach (var entry in map.Entries)
        {
            if (section.HoldsExtras && entry.Key.StartsWith("x-", StringComparison.Ordinal))
            {
                continue;
            }
            CheckEntry(section, entry, path);
        }
        foreach (var key in section.Keys.Where(key => key.IsRequired && map.Find(key.Name) is null))
        {
            var missing = NodePath.Join(path, key.Name);
            if (!faults.IsSpoilt(missing))
            {
                faults.Error(map.Place, missing, $"{Told(path)} has no '{key.Name}'.", $"Add it. {Plain(key.Doc)}");
            }
        }
    }

    private void CheckEntry(Shape.Section section, ConfigNode.Entry entry, string path)
    {
        var inner = NodePath.Join(path, entry.Key);
        var key = section.Keys.FirstOrDefault(key => key.Name == entry.Key);
        if (key is { Later: null })
        {
            Check(entry.Value, key.Shape, inner);
            return;
        }
        if (key is { Later: { } later })
        {
            faults.Error(entry.KeyPlace, inner, later.Message, later.Remedy);
            return;
        }
        var names = section.Keys.Where(known => known.Later is null).Select(known => known.Name).ToList();
        faults.Error(entry.KeyPlace, inner, $"There is no key '{Short(entry.Key)}' in {Told(path, "the file")}.",
            Meant(entry.Key, names) ?? $"Keys here are: {string.Join(", ", names)}.");

        // The key that was meant is then not missing, only misspelt.
        if (Nearest.To(entry.Key, names) is { } meant)
        {
            faults.Spoil(NodePath.Join(path, meant));
        }
    }

    private void CheckNamed(Shape.Named named, ConfigNode.Map map, string path)
    {
        foreach (var entry in map.Entries)
        {
            var inner = NodePath.Join(path, entry.Key);
            if (named.ChecksNames && !ScalarRule.Name.Fits(entry.Key))
            {
                faults.Error(entry.KeyPlace, inner,
                    $"'{Short(entry.Key)}' cannot be the name of a {named.Thing}.", ScalarRule.Name.Remedy);
            }
            Check(entry.Value, named.Item, inner);
        }
    }

    private void CheckList(Shape.List list, ConfigNode.List items, string path)
    {
        if (items.Items.Count > list.ItemsMax)
        {
            faults.Error(items.Place, path,
                $"{Told(path)} takes up to {list.ItemsMax}, but has {items.Items.Count}.", "Remove some.");
        }
        for (var i = 0; i < items.Items.Count; i++)
        {
            Check(items.Items[i], list.Item, NodePath.Join(path, i));
        }
    }

    private void CheckEither(Shape.Either either, ConfigNode node, string path)
    {
        if (node is ConfigNode.List)
        {
            WrongType(node, either, path);
            return;
        }
        Check(node, node is ConfigNode.Map ? either.Long : either.Short, path);
    }

    private void CheckVariants(Shape.Variants variants, ConfigNode.Map map, string path)
    {
        var inner = NodePath.Join(path, variants.Discriminator);
        if (map.Find(variants.Discriminator) is not { } word)
        {
            faults.Error(map.Place, inner,
                $"{Told(path)} has no '{variants.Discriminator}'.", $"Add it: {variants.Words.Noun}.");
            return;
        }
        Check(word, variants.Words, inner);
        if (word is ConfigNode.Scalar scalar
            && variants.Options.FirstOrDefault(option => option.Word == scalar.Text) is { } option)
        {
            var discriminator = new Key(variants.Discriminator, variants.Words, "");
            CheckSection(new([discriminator, .. option.Section.Keys]), map, path);
        }
    }

    private void WrongType(ConfigNode node, Shape shape, string path)
    {
        var found = node switch
        {
            ConfigNode.Map => "a mapping",
            ConfigNode.List => "a list",
            _ => "a single value",
        };
        faults.Error(node.Place, path, $"{Told(path)} takes {shape.Noun}, but this is {found}.", Remedy(shape));
    }

    private static string Remedy(Shape shape) => shape switch
    {
        Shape.Scalar scalar => scalar.Rule.Remedy,
        Shape.List => "Write a list: [one, two], or a line with '- ' for each.",
        Shape.Section section => $"Keys here are: {Names(section)}.",
        _ => "Indent its keys below it, one a line, each with a colon.",
    };

    private static string Names(Shape.Section section) =>
        string.Join(", ", section.Keys.Where(key => key.Later is null).Select(key => key.Name));

    private static string Told(string path, string whole = "The file") => path.Length == 0 ? whole : path;

    private static string? Meant(string written, IEnumerable<string> words) =>
        Nearest.To(written, words) is { } near ? $"Did you mean '{near}'?" : null;

    private static string Short(string text) => text.Length <= 60 ? text : text[..57] + "…";

    /// <summary>An address may hold a password where it may not, and what is refused is logged.</summary>
    private static string WithoutUser(string text)
    {
        const string Before = "://";
        var start = text.IndexOf(Before, StringComparison.Ordinal);
        var end = text.LastIndexOf('@');
        return start >= 0 && end > start ? $"{text[..start]}{Before}***{text[end..]}" : text;
    }

    private static string Plain(string doc) => doc.Replace("`", "", StringComparison.Ordinal);
}
