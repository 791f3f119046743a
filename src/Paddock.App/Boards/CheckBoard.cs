using Paddock.App.Api;
using Paddock.Core.Facts;
using Paddock.Core.Model;
using Paddock.Core.Policy;

namespace Paddock.App.Boards;

/// <summary>
/// What each pool should keep ready, and everything it has by name: runners, and machines without one.
/// </summary>
internal static class CheckBoard
{
    public const string Idle = "idle";
    public const string Blank = "blank";
    public const string Busy = "busy";
    public const string Starting = "starting";
    public const string Offline = "offline";
    public const string Leaving = "leaving";
    public const string Unknown = "unknown";
    public const string Kept = "kept";
    public const string Stray = "stray";

    /// <param name="only">The pool that is asked about; null for all, and whatever belongs to none.</param>
    public static RunnersCheckReply Of(Picture picture, DateTimeOffset? roundAt, PoolName? only)
    {
        var all = Entries(picture).OrderBy(entry => entry.Is.Name, StringComparer.Ordinal)
            .ToLookup(entry => entry.Is.Group == Stray ? "" : entry.Pool?.Value ?? "", entry => entry.Is);
        return new RunnersCheckReply(
            picture.View.At, picture.View.Snapshot.Seq, roundAt,
            [
                .. picture.View.Policy.Pools.Where(pool => only is null || pool.Name == only)
                    .Select(pool => Of(pool, picture, [.. all[pool.Name.Value]])),
            ],
            only is null ? [.. all[""]] : []);
    }

    private static PoolCheckReply Of(PoolPolicy pool, Picture picture, IReadOnlyList<CheckedReply> names)
    {
        var mode = picture.ModeOf(pool.Name);
        var range = mode == PoolMode.Draining ? new IdleRange(0, 0) : pool.Idle.RangeAt(picture.View.At);
        return new PoolCheckReply(
            pool.Name.Value, FactText.Code(mode), range.Min * pool.Scopes.Count, range.Max * pool.Scopes.Count,
            FactText.Code(pool.Idle.Count), Count(Idle), Count(Blank), Count(Busy), Count(Starting), Count(Offline),
            Count(Leaving), Count(Unknown), Count(Kept), names)
        {
            Why = Count(Idle) + Count(Blank) < range.Min * pool.Scopes.Count ? Refusals.Of(pool, picture) : null,
        };

        int Count(string group) => names.Count(name => name.Group == group);
    }

    private static IEnumerable<(PoolName? Pool, CheckedReply Is)> Entries(Picture picture)
    {
        foreach (var runner in picture.View.Snapshot.Runners.Where(runner => runner.IsOpen))
        {
            yield return (
                runner.Plan?.Pool,
                new CheckedReply(runner.Name.Value, GroupOf(runner), FactText.Code(runner.State)));
        }
        foreach (var machine in picture.View.Snapshot.Machines.Where(machine => machine.IsOpen))
        {
            if (picture.Runner(machine.Runner?.Value) is not { IsOpen: true })
            {
                yield return (
                    machine.Plan?.Pool,
                    new CheckedReply(machine.Name.Value, GroupOf(machine), FactText.Code(machine.State)));
            }
        }
    }

    private static string GroupOf(RunnerRow runner) => runner.State switch
    {
        RunnerState.Ticketing or RunnerState.Starting => Starting,
        RunnerState.Idle => Idle,
        RunnerState.Offline => Offline,
        RunnerState.Busy => Busy,
        RunnerState.Lost => Unknown,
        RunnerState.Stray => Stray,
        _ => Leaving,
    };

    private static string GroupOf(MachineRow machine) => machine.State switch
    {
        MachineState.Creating => machine.Setback is null ? Starting : Unknown,
        MachineState.Blank => Blank,
        MachineState.Kept => Kept,
        MachineState.Stray => Stray,
        _ => Leaving,
    };
}
