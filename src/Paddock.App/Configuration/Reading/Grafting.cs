namespace Paddock.App.Configuration.Reading;

/// <summary>Puts values from elsewhere than the file into a tree. The tree itself stays as it was.</summary>
internal static class Grafting
{
    /// <summary>
    /// The map with <paramref name="value"/> at this path. What stands in the way without being a mapping stays: its
    /// shape is wrong, and the check will say so.
    /// </summary>
    public static ConfigNode.Map With(this ConfigNode.Map map, ReadOnlySpan<string> path, ConfigNode value)
    {
        var key = path[0];
        var old = map.FindEntry(key);
        if (path.Length == 1)
        {
            return map.Put(key, value);
        }
        return (old?.Value ?? new ConfigNode.Map(value.Place, [])) is ConfigNode.Map inner
            ? map.Put(key, inner.With(path[1..], value))
            : map;
    }

    /// <summary>The map without what is at this path.</summary>
    public static ConfigNode.Map Without(this ConfigNode.Map map, ReadOnlySpan<string> path)
    {
        var key = path[0];
        if (path.Length == 1)
        {
            return new(map.Place, [.. map.Entries.Where(entry => entry.Key != key)]);
        }
        return map.Find(key) is ConfigNode.Map inner ? map.Put(key, inner.Without(path[1..])) : map;
    }

    private static ConfigNode.Map Put(this ConfigNode.Map map, string key, ConfigNode value)
    {
        var entry = new ConfigNode.Entry(key, map.FindEntry(key)?.KeyPlace ?? value.Place, value);
        return map.FindEntry(key) is null
            ? new(map.Place, [.. map.Entries, entry])
            : new(map.Place, [.. map.Entries.Select(old => old.Key == key ? entry : old)]);
    }
}
