namespace Paddock.App.Configuration.Reading;

/// <summary>Paths through a tree, written <c>pools[0].offers[1].size</c>.</summary>
internal static class NodePath
{
    public static string Join(string path, string key) => path.Length == 0 ? key : $"{path}.{key}";

    public static string Join(string path, int index) => $"{path}[{index}]";

    /// <summary>
    /// The place of what the path names, or of the nearest thing around it: a key that is missing is missing from
    /// the section that lacks it.
    /// </summary>
    public static ConfigPlace PlaceOf(ConfigNode root, string path)
    {
        var node = root;
        foreach (var step in path.Replace("[", ".[", StringComparison.Ordinal).Split('.'))
        {
            var next = step.StartsWith('[') ? Item(node, step) : (node as ConfigNode.Map)?.Find(step);
            if (next is null)
            {
                break;
            }
            node = next;
        }
        return node.Place;
    }

    private static ConfigNode? Item(ConfigNode node, string step) => node switch
    {
        ConfigNode.List list when int.TryParse(step.AsSpan(1, step.Length - 2), out var index)
            && index < list.Items.Count => list.Items[index],

        // A list of one may be written without its brackets.
        ConfigNode.Scalar when step == "[0]" => node,
        _ => null,
    };
}
