using Paddock.Core.Facts;
using Paddock.Core.Model;
using Paddock.GitHub.Http;
using Paddock.Ports;
using Paddock.Ports.Sources;

namespace Paddock.GitHub.Polling;

/// <summary>The rounds of one connection, and when the next is due.</summary>
internal sealed class ConnectionSweep
{
    /// <summary>Repositories asked at once.</summary>
    private const int AskedAtOnceMax = 6;

    /// <summary>GitHub's own lists lag by seconds, so asking more often finds nothing sooner.</summary>
    private static readonly TimeSpan LeastAtGitHub = TimeSpan.FromSeconds(10);

    private readonly Connection _connection;
    private readonly bool _isAlone;
    private readonly RepositoryBook _book = new();
    private readonly SweepTargets _targets;
    private readonly SweepPace _pace;
    private readonly Spread _spread = new();
    private long _round;

    public ConnectionSweep(Connection connection, GitHubOptions options)
    {
        var least = options.SweepIntervalOf(connection.Settings);
        _connection = connection;
        _isAlone = options.IsAlone(connection.Settings);
        _targets = new SweepTargets(connection, _book);
        _pace = new SweepPace(
            IsGitHubs(connection.Host) && least < LeastAtGitHub ? LeastAtGitHub : least, connection.BudgetOf);
    }

    public DateTimeOffset DueAt { get; private set; }

    /// <summary>Of the last round, and so are the faults; they hold until the next one.</summary>
    public IReadOnlyList<JobObservation> Facts { get; private set; } = [];

    public IReadOnlyList<Fault> Faults { get; private set; } = [];

    public SweepIntervalView Interval => new(_connection.Settings.Name, _pace.Interval);

    public async Task SweepAsync(SourceView view, CancellationToken cancellationToken)
    {
        var (targets, faults) = await _targets.FindAsync(view, cancellationToken);
        var due = Due(targets, view.Now);
        var findings = new SweepFinding[due.Count];
        var outages = new Outages();
        await Parallel.ForEachAsync(
            Enumerable.Range(0, due.Count),
            new ParallelOptions { MaxDegreeOfParallelism = AskedAtOnceMax, CancellationToken = cancellationToken },
            async (i, token) => findings[i] = await LookAsync(due[i], outages, view.Now, token));
        for (var i = 0; i < due.Count; i++)
        {
            due[i].Memory.Close(findings[i], _round, phase: i);
            _pace.Note(findings[i]);
        }
        _book.Close(targets);
        _pace.Close(_book.All, _isAlone);
        _round++;
        Facts = [.. findings.SelectMany(finding => finding.Facts)];

        // The first fault of each repository; one that was only passed on to the rest is told once.
        Faults =
        [
            .. faults,
            .. findings.SelectMany(finding => (Fault?[])[finding.Fault, finding.Notice]).OfType<Fault>().Distinct(),
        ];
        DueAt = Next(view.Now);
    }

    private static bool IsGitHubs(string host) =>
        host == "github.com" || host.EndsWith(".ghe.com", StringComparison.Ordinal);

    private List<(SweepTarget Target, RepositoryMemory Memory)> Due(
        IReadOnlyList<SweepTarget> targets, DateTimeOffset now)
    {
        var due = new List<(SweepTarget, RepositoryMemory)>();
        foreach (var target in targets)
        {
            var memory = _book.Open(target);
            memory.Warm(target, now);
            if (!_isAlone || memory.IsHot || memory.DueRound <= _round)
            {
                due.Add((target, memory));
            }
        }
        return due;
    }

    private async Task<SweepFinding> LookAsync(
        (SweepTarget Target, RepositoryMemory Memory) due, Outages outages, DateTimeOffset now,
        CancellationToken cancellationToken)
    {
        var name = _connection.Settings.Name;
        var round = SweepRound.Of(_isAlone, due.Memory.IsHot, due.Memory.Looks);
        var finding = outages.Of(name) is { } outage
            ? SweepFinding.Unasked(outage)
            : await new RepositorySweep(_connection, due.Target, due.Memory, round, now).RunAsync(cancellationToken);
        outages.Note(name, finding.Fault);
        return finding;
    }

    /// <summary>
    /// Spread, so that many of us do not ask at once; and not before GitHub said, if it said a time: asking earlier
    /// would be refused without being sent.
    /// </summary>
    private DateTimeOffset Next(DateTimeOffset now)
    {
        var next = now + _spread.Of(_pace.Interval);
        foreach (var fault in Faults)
        {
            next = fault.Kind == FaultKind.RateLimited && fault.RetryAt > next ? fault.RetryAt.Value : next;
        }
        return next;
    }
}
