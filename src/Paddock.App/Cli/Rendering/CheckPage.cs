using Paddock.App.Api;

namespace Paddock.App.Cli.Rendering;

/// <summary>Pools with what they want and have, then everything by name.</summary>
internal static class CheckPage
{
    public static void Write(Page page, RunnersCheckReply reply)
    {
        page.Write(Pools(reply));
        foreach (var pool in reply.Pools.Where(pool => pool.Why is not null))
        {
            page.Write(Cell.Of($"{pool.Pool} is short: {pool.Why}", Cell.Bad));
        }
        var names = Names(reply);
        if (names is not null)
        {
            page.Write("");
            page.Write(names);
        }
    }

    private static FittedTable Pools(RunnersCheckReply reply)
    {
        var table = new FittedTable(
            ("POOL", Fit.Wraps), ("MODE", Fit.Whole), ("WANTED", Fit.Whole), ("IDLE", Fit.Number),
            ("BUSY", Fit.Number), ("STARTING", Fit.Number), ("OFFLINE", Fit.Number), ("LEAVING", Fit.Number),
            ("UNKNOWN", Fit.Number));
        foreach (var pool in reply.Pools)
        {
            table.AddRow(
                Cell.Of(pool.Pool), Words.Mode(pool.Mode), Cell.Of(Wanted(pool)), Cell.Of(pool.Idle + pool.Blank),
                Cell.Of(pool.Busy), Cell.Of(pool.Starting), Cell.Of(pool.Offline), Cell.Of(pool.Leaving),
                Cell.Of(pool.Unknown));
        }
        return table;
    }

    private static string Wanted(PoolCheckReply pool) =>
        $"{pool.Wanted}{(pool.WantedMax is { } max && max != pool.Wanted ? $" to {max}" : "")}"
        + (pool.Counted == "total" ? " in all" : "");

    private static FittedTable? Names(RunnersCheckReply reply)
    {
        var table = new FittedTable(
            ("NAME", Fit.Whole), ("IS", Fit.Whole), ("STATE", Fit.Whole), ("POOL", Fit.Wraps));
        var rows = reply.Pools.SelectMany(pool => pool.Names.Select(name => (name, (string?)pool.Pool)))
            .Concat(reply.Strays.Select(name => (name, (string?)null))).ToList();
        foreach (var (name, pool) in rows)
        {
            table.AddRow(Cell.Of(name.Name), Words.Runner(name.Group), Cell.Of(name.State), Cell.Of(pool));
        }
        return rows.Count == 0 ? null : table;
    }
}
