using Paddock.App.Configuration.Reading;

namespace Paddock.App.Cli.Lint;

/// <summary>
/// The jobs that a <c>matrix:</c> makes, as far as it is written out (GitHub docs, "Running variations of jobs in a
/// workflow").
/// </summary>
internal static class Matrix
{
    /// <summary>GitHub makes no more than so many jobs of one.</summary>
    public const int CombinationsMax = 256;

    /// <summary>
    /// What a stranger can make us do grows with both; nobody writes by hand what is beyond them.
    /// </summary>
    private const int NodesMax = 10_000;

    private const int AxesMax = 50;

    private const string Include = "include";
    private const string Exclude = "exclude";

    /// <summary>Null when it is made by an expression, or of more jobs than GitHub takes.</summary>
    public static IReadOnlyList<Combination>? Of(ConfigNode? node)
    {
        if (node is null or ConfigNode.Scalar { IsNull: true })
        {
            return [Combination.Empty];
        }
        if (node is not ConfigNode.Map { Size: <= NodesMax } map
            || EntriesOf(map, Include) is not { } includes || EntriesOf(map, Exclude) is not { } excludes)
        {
            return null;
        }
        var axes = map.Entries.Where(entry => entry.Key is not (Include or Exclude)).ToList();
        var unknown = axes.Where(axis => axis.Value is ConfigNode.Scalar).Select(axis => axis.Key).ToHashSet();
        if (axes.Count > AxesMax || includes.Concat(excludes).Any(
            entries => entries.Any(entry => unknown.Contains(entry.Key))))
        {
            return null;
        }
        return Product(axes) is { } product
            ? Add(includes, [.. product.Where(made => !excludes.Exists(made.Has))], axes)
            : null;
    }

    /// <summary>Nothing written is an empty list; null when it is no list of mappings.</summary>
    private static List<IReadOnlyList<ConfigNode.Entry>>? EntriesOf(ConfigNode.Map map, string key) =>
        map.Find(key) switch
        {
            null => [],
            ConfigNode.List list when list.Items.All(item => item is ConfigNode.Map) =>
                [.. list.Items.Select(item => ((ConfigNode.Map)item).Entries)],
            _ => null,
        };

    /// <summary>
    /// An axis made by an expression is one value that nobody knows: what does not ask for it is decidable all the
    /// same.
    /// </summary>
    private static List<Combination>? Product(List<ConfigNode.Entry> axes)
    {
        var made = new List<Combination>();
        if (axes.Count > 0)
        {
            made.Add(Combination.Empty);
        }
        foreach (var axis in axes)
        {
            IReadOnlyList<ConfigNode>? values = axis.Value switch
            {
                ConfigNode.List list => list.Items,
                ConfigNode.Scalar when Expression.IsIn(axis.Value) => [axis.Value],
                _ => null,
            };
            if (values is null || (long)made.Count * values.Count > CombinationsMax)
            {
                return null;
            }
            made = [.. made.SelectMany(before => values.Select(value => before.With(axis.Key, value)))];
        }
        return made;
    }

    /// <summary>
    /// An entry joins every combination whose own values it leaves as they are; one that joins none is a job more.
    /// </summary>
    private static List<Combination>? Add(
        List<IReadOnlyList<ConfigNode.Entry>> includes, List<Combination> made, List<ConfigNode.Entry> axes)
    {
        var own = axes.Select(axis => axis.Key).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var more = new List<Combination>();
        foreach (var include in includes)
        {
            var fixedValues = include.Where(entry => own.Contains(entry.Key)).ToList();
            var joins = false;
            foreach (var before in made.Where(before => before.Has(fixedValues)))
            {
                joins = true;
                before.Take(include);
            }
            if (!joins)
            {
                more.Add(Combination.Of(include));
            }
            if (made.Count + more.Count > CombinationsMax)
            {
                return null;
            }
        }
        return [.. made, .. more];
    }
}
