using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Paddock.App.Configuration.Reading;

/// <summary>
/// One YAML document as a tree that knows its lines. Anchors, aliases and merge keys (<c>&lt;&lt;</c>) work; a second
/// document, tags of other programs and keys that are not words are refused. Hostile input costs at most
/// <see cref="NodesMax"/> nodes and <see cref="DepthMax"/> levels.
/// </summary>
internal sealed class YamlReader(string source, Func<string, string?> variables, FaultList faults)
{
    /// <summary>Counted as a walk meets them: nine aliases in nine levels are a billion nodes in a kilobyte.</summary>
    private const int NodesMax = 50_000;

    private const int DepthMax = 32;

    private const string CoreTags = "tag:yaml.org,2002:";

    private readonly Dictionary<AnchorName, ConfigNode> _anchors = [];
    private int _nodes;

    /// <summary>Null when it is no YAML, which has been told; an empty file is an empty mapping.</summary>
    public ConfigNode? Read(string text)
    {
        var scanner = new Scanner(new StringReader(text));
        var parser = new Parser(scanner);
        try
        {
            return ReadDocument(parser);
        }
        catch (RefusedException refused)
        {
            faults.Error(At(refused.Start), "", refused.Message, refused.Remedy);
        }
        catch (YamlException failure)
        {
            NotYaml(failure.Start, Told(failure));
        }
        catch (InvalidOperationException)
        {
            // YamlDotNet 16.3 gives up in this way where a plain text runs on into ": " inside of brackets.
            NotYaml(scanner.CurrentPosition, "A bracket is not closed, or a ': ' stands inside of a text.");
        }
        return null;
    }

    private void NotYaml(Mark at, string why) => faults.Error(At(at), "", $"This is not YAML: {why}",
        "Look at this line and the one before it: indentation, a missing ':' or quote, a '{' without '}'.");

    private ConfigNode ReadDocument(Parser parser)
    {
        parser.Consume<StreamStart>();
        if (!parser.TryConsume<DocumentStart>(out _))
        {
            return new ConfigNode.Map(new(source, 1, 1), []);
        }
        var root = ReadNode(parser, depth: 0);
        parser.Consume<DocumentEnd>();
        if (parser.Accept<DocumentStart>(out var second))
        {
            faults.Error(At(second.Start), "", "A second document begins here, and only one is read.",
                "Keep one document; other fleets have files of their own.");
        }

        // A file of comments only is a document with nothing in it.
        return root is ConfigNode.Scalar { IsNull: true } ? new ConfigNode.Map(root.Place, []) : root;
    }

    private ConfigNode ReadNode(Parser parser, int depth)
    {
        var start = parser.Current!.Start;
        if (depth > DepthMax)
        {
            throw new RefusedException(start, $"Here are more than {DepthMax} levels.", "Write it flatter.");
        }
        if (parser.TryConsume<AnchorAlias>(out var alias))
        {
            return _anchors.TryGetValue(alias.Value, out var known)
                ? Counted(known, start)
                : throw new RefusedException(start, $"There is no anchor '&{alias.Value}' before this.",
                    "Put the anchor first, or quotes around a text that begins with '*'.");
        }
        var (anchor, tag) = parser.Current is NodeEvent head ? (head.Anchor, head.Tag) : (default, default);
        CheckTag(tag, start);
        ConfigNode node = parser.Current switch
        {
            SequenceStart => ReadList(parser, depth),
            MappingStart => ReadMap(parser, depth),
            _ => ReadScalar(parser.Consume<Scalar>()),
        };
        if (!anchor.IsEmpty)
        {
            _anchors[anchor] = node;
        }
        return node;
    }

    private ConfigNode.Scalar ReadScalar(Scalar scalar)
    {
        var place = At(scalar.Start);
        Count(1, scalar.Start);
        var isNull = scalar.Style == ScalarStyle.Plain && scalar.Value is "" or "~" or "null" or "Null" or "NULL";
        return new ConfigNode.Scalar(
            place, scalar.Value, Expansion.Expand(scalar.Value, variables), isNull);
    }

    private ConfigNode.List ReadList(Parser parser, int depth)
    {
        var place = At(parser.Consume<SequenceStart>().Start);
        var items = new List<ConfigNode>();
        while (!parser.TryConsume<SequenceEnd>(out _))
        {
            items.Add(ReadNode(parser, depth + 1));
        }
        return new ConfigNode.List(place, items);
    }

    private ConfigNode.Map ReadMap(Parser parser, int depth)
    {
        var place = At(parser.Consume<MappingStart>().Start);
        var entries = new List<ConfigNode.Entry>();
        var merged = new List<ConfigNode>();
        while (!parser.TryConsume<MappingEnd>(out _))
        {
            var key = ReadKey(parser);
            var value = ReadNode(parser, depth + 1);
            if (key is { Value: "<<", Style: ScalarStyle.Plain })
            {
                merged.Add(value);
            }
            else if (entries.Find(entry => entry.Key == key.Value) is { } first)
            {
                faults.Error(At(key.Start),
                    "", $"The key '{key.Value}' is here for the second time; line {first.KeyPlace.Line} has it first.",
                    "Keep one of them.");
            }
            else
            {
                entries.Add(new(key.Value, At(key.Start), value));
            }
        }
        Merge(merged, entries);
        return new ConfigNode.Map(place, entries);
    }

    private Scalar ReadKey(Parser parser)
    {
        if (parser.TryConsume<Scalar>(out var key))
        {
            Count(1, key.Start);
            return key;
        }
        var start = parser.Current!.Start;
        throw new RefusedException(
            start, "A key has to be a word.", "Write 'key: value', or quotes around a '{' or '['.");
    }

    /// <summary>What the mapping says itself wins over what it takes in (yaml.org, "Merge key").</summary>
    private void Merge(List<ConfigNode> merged, List<ConfigNode.Entry> entries)
    {
        foreach (var node in merged.SelectMany(node => node is ConfigNode.List list ? list.Items : [node]))
        {
            if (node is not ConfigNode.Map map)
            {
                faults.Error(node.Place,
                    "", "'<<' takes in a mapping, and this is none.", "Name an anchor of a mapping, like <<: *linux.");
                continue;
            }
            entries.AddRange(map.Entries.Where(entry => !entries.Exists(own => own.Key == entry.Key)).ToList());
        }
    }

    private ConfigNode Counted(ConfigNode node, Mark start)
    {
        Count(node.Size, start);
        return node;
    }

    private void Count(int nodes, Mark start)
    {
        _nodes += nodes;
        if (_nodes > NodesMax)
        {
            throw new RefusedException(start, $"Here are more than {NodesMax} values, counting each use of an alias.",
                "Make it smaller, or use fewer aliases.");
        }
    }

    private static void CheckTag(TagName tag, Mark start)
    {
        if (!tag.IsEmpty && !tag.IsNonSpecific && !tag.Value.StartsWith(CoreTags, StringComparison.Ordinal))
        {
            throw new RefusedException(start, $"The tag '{tag.Value}' means nothing here.",
                "Remove it, or put quotes around a text that begins with '!'.");
        }
    }

    private ConfigPlace At(Mark mark) => new(source, Math.Max(1, (int)mark.Line), Math.Max(1, (int)mark.Column));

    /// <summary>The library's sentence; it names kinds of tokens and characters, never values.</summary>
    private static string Told(YamlException failure) => failure.Message.TrimEnd('.') + ".";

    /// <summary>YAML, but more of it than is read here.</summary>
    private sealed class RefusedException(Mark start, string message, string remedy)
        : YamlException(start, start, message)
    {
        public string Remedy { get; } = remedy;
    }
}
