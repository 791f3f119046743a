using Paddock.App.Api;
using Paddock.App.Boards;

namespace Paddock.App.Cli;

/// <summary>When a round or a flush counts as done, told from one check after the other.</summary>
internal abstract class Settling
{
    public static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(300);

    /// <summary>A list that has not changed since costs nothing of what GitHub allows.</summary>
    public static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(3);

    /// <summary>What it still waits for, in words; null when it is done.</summary>
    public abstract string? WhatIsLeft(RunnersCheckReply check);

    /// <summary>One line for people.</summary>
    public abstract string Outcome(RunnersCheckReply check);

    private static IEnumerable<CheckedReply> Names(RunnersCheckReply check) =>
        check.Pools.SelectMany(pool => pool.Names).Concat(check.Strays);

    /// <summary>
    /// The lists are in and planned on, and whatever was on its way then has arrived. What came later is not waited
    /// for: a fleet with jobs is never still.
    /// </summary>
    internal sealed class Round(RunnersAskedReply asked) : Settling
    {
        private HashSet<string>? _onTheirWay;

        public override string? WhatIsLeft(RunnersCheckReply check)
        {
            if (check.RoundAt is null || check.RoundAt < asked.AskedAt)
            {
                return "the lists are not in yet";
            }
            var now = Names(check).Where(IsOnItsWay).Select(name => name.Name).ToHashSet(StringComparer.Ordinal);
            _onTheirWay ??= now;
            _onTheirWay.IntersectWith(now);
            return _onTheirWay.Count == 0 ? null
                : $"starting, leaving or unknown: {string.Join(", ", _onTheirWay.Order(StringComparer.Ordinal))}";
        }

        public override string Outcome(RunnersCheckReply check)
        {
            var changes = check.Changes ?? new ChangesReply([], [], [], true);
            var parts = new[]
            {
                Said("machine", changes.Made.Count, "made"),
                Said("runner", changes.Retired.Count, "retired"),
                Said("registration", changes.Removed.Count, "removed"),
            };
            return $"Since then: {string.Join(", ", parts)}{(changes.Whole ? "" : ", and more")}.";
        }

        private static string Said(string what, int count, string did) =>
            $"{count} {what}{(count == 1 ? "" : "s")} {did}";

        private static bool IsOnItsWay(CheckedReply name) =>
            name.Group is CheckBoard.Starting or CheckBoard.Leaving or CheckBoard.Unknown;
    }

    /// <summary>What was to go is gone, and what replaces it is ready or cannot be had.</summary>
    internal sealed class Flush(RunnersAskedReply asked, bool isBusyMeant) : Settling
    {
        /// <summary>
        /// For so many looks nothing may start before it counts as not to be had: the next pass, a ticket and a refusal
        /// take less.
        /// </summary>
        private const int StillMax = 10;

        private int _still;

        private readonly HashSet<string> _old = [.. asked.Going, .. isBusyMeant ? asked.Busy : []];

        public override string? WhatIsLeft(RunnersCheckReply check)
        {
            // One that took a job just before it was asked to go keeps it, like those that were busy before.
            var there = Names(check).Where(name => _old.Contains(name.Name))
                .Where(name => isBusyMeant || name.Group != CheckBoard.Busy).Select(name => name.Name).ToList();
            if (there.Count > 0)
            {
                return $"still there: {string.Join(", ", there)}";
            }
            var lacking = check.Pools.Where(pool => Ready(pool) < pool.Wanted && pool.Why is null).ToList();
            if (lacking.Count == 0 || _old.Count == 0)
            {
                return null;
            }
            _still = lacking.Exists(pool => pool.Starting > 0) ? 0 : _still + 1;
            return _still <= StillMax ? "what replaces them still starts" : null;
        }

        public override string Outcome(RunnersCheckReply check)
        {
            var there = Names(check).Select(name => name.Name).ToHashSet(StringComparer.Ordinal);
            var gone = _old.Count(name => !there.Contains(name));
            var ready = check.Pools.Sum(pool => pool.Idle + pool.Blank);
            var busy = asked.Busy.Count(there.Contains);
            return $"{gone} of {_old.Count} {(gone == 1 ? "is" : "are")} gone, {ready} {(ready == 1 ? "is" : "are")} "
                + $"ready{(busy == 0 ? "" : $", {busy} busy ones go after their jobs")}.";
        }

        private static int Ready(PoolCheckReply pool) =>
            pool.Idle + pool.Blank + (pool.Counted == "total" ? pool.Busy : 0);
    }
}
