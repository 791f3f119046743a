using Paddock.App.Configuration.Reading;
using Paddock.Core.Labels;

namespace Paddock.App.Cli.Lint;

/// <summary>
/// A <c>runs-on</c> in its three forms: a label, a list of labels, a mapping of <c>group</c> and <c>labels</c> (GitHub
/// docs, "Choosing the runner for a job").
/// </summary>
internal static class RunsOn
{
    /// <summary>No runner has more (GitHub REST, "Create configuration for a just-in-time runner").</summary>
    private const int LabelsMax = 100;

    /// <summary>Null when it is not decidable here.</summary>
    public static (LabelSet Labels, string? Group)? Of(ConfigNode node, Combination combination)
    {
        if (node is ConfigNode.Scalar scalar)
        {
            return Expression.Resolve(scalar, combination) switch
            {
                null => null,
                ConfigNode.Scalar text => (LabelSet.Of(LabelOf(text)), null),
                var value => Of(value, Combination.Empty),
            };
        }
        if (node is ConfigNode.List list)
        {
            return LabelsOf(list, combination) is { } labels ? (labels, null) : null;
        }
        return OfMap((ConfigNode.Map)node, combination);
    }

    private static (LabelSet Labels, string? Group)? OfMap(ConfigNode.Map map, Combination combination)
    {
        var labels = map.Find("labels") is { } written ? LabelsOf(written, combination) : LabelSet.Empty;
        if (labels is null)
        {
            return null;
        }
        return map.Find("group") switch
        {
            null => (labels, null),
            ConfigNode.Scalar group when Expression.Resolve(group, combination) is ConfigNode.Scalar name =>
                (labels, name.Raw),
            _ => null,
        };
    }

    private static LabelSet? LabelsOf(ConfigNode node, Combination combination)
    {
        var labels = new List<string>();
        foreach (var item in node is ConfigNode.List list ? list.Items : [node])
        {
            if (labels.Count > LabelsMax)
            {
                return null;
            }
            var value = item is ConfigNode.Scalar scalar ? Expression.Resolve(scalar, combination) : null;
            switch (value)
            {
                case ConfigNode.Scalar text:
                    labels.Add(LabelOf(text));
                    break;
                case ConfigNode.List { Items: var items } when items.All(inner => inner is ConfigNode.Scalar):
                    labels.AddRange(items.Select(inner => LabelOf((ConfigNode.Scalar)inner)));
                    break;
                default:
                    return null;
            }
        }
        return new LabelSet(labels);
    }

    /// <summary>Nothing, for YAML's null; a set of labels leaves it out.</summary>
    private static string LabelOf(ConfigNode.Scalar text) => text.IsNull ? "" : text.Raw;
}
