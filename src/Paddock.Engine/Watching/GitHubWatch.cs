using Paddock.Core.Facts;
using Paddock.Core.Folding;
using Paddock.Core.Model;
using Paddock.Core.Planning;
using Paddock.Core.Policy;

namespace Paddock.Engine.Watching;

/// <summary>
/// Watches GitHub through our own calls, deliveries and waits, one connection at a time. That it is out of order is a
/// fact like any other: stored, so that a restart knows it, and seen by the planner, which then does nothing that only
/// GitHub's silence would justify.
/// </summary>
internal sealed class GitHubWatch(
    EngineClock clock, Ledger ledger, DeliveryLags lags, Recorder recorder, HealthBoard health, Bell probe)
{
    private static readonly TimeSpan LagMax = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan AssignmentMax = TimeSpan.FromMinutes(2);

    private readonly Dictionary<string, GitHubRecord> _records = new(StringComparer.Ordinal);

    /// <summary>In order again, and the planner has not been told: first somebody looks at what went on.</summary>
    private readonly HashSet<string> _recovered = new(StringComparer.Ordinal);
    private readonly Dictionary<string, DateTimeOffset> _lateSince = new(StringComparer.Ordinal);

    /// <summary>Connections that somebody should ask again soon.</summary>
    public IEnumerable<string> Troubled => _records.Where(of => of.Value.IsTroubled).Select(of => of.Key);

    /// <summary>
    /// Takes one answer in. That GitHub is out of order is stored at once, its recovery after a look.
    /// </summary>
    public Task HearAsync(Scope scope, bool isGood, string message)
    {
        var connection = scope.Connection;
        var record = RecordOf(connection);
        var hasTurned = record.Hear(clock.Now, scope.Path, isGood, message);
        if (record.IsTroubled)
        {
            probe.Ring();
        }
        if (!hasTurned)
        {
            return Task.CompletedTask;
        }
        return record.IsDown ? TellDownAsync(connection, record) : Recover(connection);
    }

    /// <summary>Lets verdicts go that nothing has spoken for lately; what has recovered since is taken once.</summary>
    public IReadOnlyList<string> TakeRecovered()
    {
        foreach (var (connection, record) in _records)
        {
            if (record.Lapse(clock.Now))
            {
                _recovered.Add(connection);
            }
        }
        var recovered = _recovered.Order(StringComparer.Ordinal).ToList();
        _recovered.Clear();
        return recovered;
    }

    /// <summary>The planner may go by GitHub's silence again, unless it has broken down meanwhile.</summary>
    public Task TellGoodAsync(string connection)
    {
        if (RecordOf(connection).IsDown)
        {
            return Task.CompletedTask;
        }
        health.Good(DoorOf(connection));
        var asOf = clock.NextAsOf();
        return recorder.RecordAsync(
            [new PlaceAnswered(asOf.At, PlaceKey.OfConnection(connection), Fault: null, "", 0, RetryAt: null, asOf)]);
    }

    /// <summary>The verdict on every connection of the policy, for whoever looks.</summary>
    public IReadOnlyList<GitHubHealth> Read(Snapshot snapshot, FleetPolicy policy, Plan plan)
    {
        var now = clock.Now;
        var delays = Assignments.Delays(snapshot, plan, now);
        return [.. policy.Connections.Select(connection => Read(connection, delays, now))];
    }

    private GitHubHealth Read(
        ConnectionPolicy connection, IReadOnlyDictionary<string, TimeSpan> delays, DateTimeOffset now)
    {
        var record = RecordOf(connection.Name);
        var lag = lags.Of(connection.Host, now);
        TimeSpan? delay = delays.TryGetValue(connection.Host, out var longest) ? longest : null;
        if (record.IsDown)
        {
            return new GitHubHealth(
                connection.Name, GitHubVerdict.Down, $"most calls fail: {record.Message}", record.Since,
                record.ErrorRatio(now), lag, delay);
        }
        var late = lag > LagMax ? "its webhooks come late; sweeps find what they have not told"
            : delay > AssignmentMax ? "it leaves jobs waiting beside idle runners"
            : "";
        return new GitHubHealth(
            connection.Name, late.Length == 0 ? GitHubVerdict.Good : GitHubVerdict.Late, late,
            LateSince(connection.Name, late, now) ?? record.Since, record.ErrorRatio(now), lag, delay);
    }

    private DateTimeOffset? LateSince(string connection, string late, DateTimeOffset now)
    {
        if (late.Length > 0)
        {
            health.Bad(DoorOf(connection), late);
            return _lateSince.TryGetValue(connection, out var since) ? since : _lateSince[connection] = now;
        }
        if (_lateSince.Remove(connection))
        {
            health.Good(DoorOf(connection));
        }
        return null;
    }

    private static string DoorOf(string connection) => $"GitHub, connection {connection}";

    private GitHubRecord RecordOf(string connection)
    {
        if (!_records.TryGetValue(connection, out var record))
        {
            // What an earlier engine has found stands until GitHub has been in order for a while.
            var known = (PlaceRow?)ledger.Find(Subject.Of(PlaceKey.OfConnection(connection)));
            var isDown = known is { IsOpen: true };
            _records[connection] = record = new GitHubRecord(
                isDown, known?.AnsweredAsOf.At ?? clock.Now, clock.Now) { Message = known?.Message ?? "" };
            if (isDown)
            {
                SayDown(connection, record);
                probe.Ring();
            }
        }
        return record;
    }

    private Task Recover(string connection)
    {
        _recovered.Add(connection);
        probe.Ring();
        return Task.CompletedTask;
    }

    private Task TellDownAsync(string connection, GitHubRecord record)
    {
        _recovered.Remove(connection);
        SayDown(connection, record);
        var asOf = clock.NextAsOf();
        return recorder.RecordAsync(
        [
            new PlaceAnswered(
                asOf.At, PlaceKey.OfConnection(connection), FaultKind.Transient, record.Message, Streak: 1,
                RetryAt: null, asOf),
        ]);
    }

    private void SayDown(string connection, GitHubRecord record) => health.Bad(
        DoorOf(connection),
        "most calls fail; runners are not given up for its silence until it has been in order for "
        + $"{GitHubRecord.Calm.TotalMinutes:0} minutes. {record.Message}");
}
