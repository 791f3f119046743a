using Paddock.Core.Facts;
using Paddock.Core.Model;
using Paddock.GitHub.Hooks;
using Paddock.GitHub.Http;
using Paddock.GitHub.Polling;
using Paddock.Ports;
using Paddock.Ports.Sources;

namespace Paddock.GitHub.Deliveries;

/// <summary>The delivery logs of one connection, and when they are due.</summary>
internal sealed class ConnectionDeliveries(Connection connection)
{
    /// <summary>Beside a webhook, where a log is the second way to hear of a job and a sweep the third.</summary>
    private static readonly TimeSpan RepairInterval = TimeSpan.FromMinutes(5);

    private static readonly TimeSpan SourceInterval = TimeSpan.FromSeconds(10);

    private const int LogsAtOnceMax = 4;

    private readonly Dictionary<Scope, DeliveryLog> _logs = [];
    private readonly Spread _spread = new();
    private DeliveryLog? _ofApp;

    public DateTimeOffset DueAt { get; private set; }

    /// <summary>Of the last round; they hold until the next one.</summary>
    public IReadOnlyList<Fault> Faults { get; private set; } = [];

    public IEnumerable<JobObservation> News => All.SelectMany(log => log.News);

    private IEnumerable<DeliveryLog> All => _ofApp is null ? _logs.Values : [_ofApp];

    public void Acknowledge()
    {
        foreach (var log in All)
        {
            log.Acknowledge();
        }
    }

    public async Task ReadAsync(SourceView view, CancellationToken cancellationToken)
    {
        var scopes = view.Policy.Pools.SelectMany(pool => pool.Scopes)
            .Where(scope => scope.Connection == connection.Settings.Name).Distinct().ToList();
        var logs = LogsOf(scopes);
        var faults = new Fault?[logs.Count];
        var outages = new Outages();
        await Parallel.ForEachAsync(
            Enumerable.Range(0, logs.Count),
            new ParallelOptions { MaxDegreeOfParallelism = LogsAtOnceMax, CancellationToken = cancellationToken },
            async (i, token) =>
            {
                var name = connection.Settings.Name;
                faults[i] = outages.Of(name) ?? await logs[i].ReadAsync(view.Now, token);
                outages.Note(name, faults[i]);
            });
        Faults = [.. faults.OfType<Fault>().Distinct(), .. scopes.Select(Unreadable).OfType<Fault>()];
        DueAt = Next(view.Now);
    }

    /// <summary>
    /// An App's own hook has one log for all scopes; what it holds of places that are none of them, nobody takes.
    /// </summary>
    private List<DeliveryLog> LogsOf(List<Scope> scopes) => connection.Settings.HasAppWebhook
        ? [.. scopes.Take(1).Select(LogOfApp)]
        : [.. scopes.Where(scope => scope.Kind != ScopeKind.Enterprise).Select(LogOf)];

    private DeliveryLog LogOfApp(Scope any) =>
        _ofApp ??= new DeliveryLog(connection, new AppHookHome(connection, any));

    private DeliveryLog LogOf(Scope scope) => _logs.TryGetValue(scope, out var log)
        ? log
        : _logs[scope] = new DeliveryLog(connection, new ScopeHookHome(connection, scope));

    /// <summary>
    /// Beside a webhook an enterprise does without; where there is none, its jobs would never be seen.
    /// </summary>
    private Fault? Unreadable(Scope scope) =>
        scope.Kind == ScopeKind.Enterprise && connection.Settings.Deliveries == DeliveryMode.Source
            ? new Fault(FaultKind.InvalidSpec, $"{scope}: GitHub gives nobody the log of an enterprise's webhooks.")
            : null;

    /// <summary>
    /// Spread, so that many of us do not ask at once; and not before GitHub said, if it said a time.
    /// </summary>
    private DateTimeOffset Next(DateTimeOffset now)
    {
        var interval = connection.Settings.DeliveryInterval
            ?? (connection.Settings.Deliveries == DeliveryMode.Source ? SourceInterval : RepairInterval);
        var next = now + _spread.Of(interval);
        foreach (var fault in Faults)
        {
            next = fault.Kind == FaultKind.RateLimited && fault.RetryAt > next ? fault.RetryAt.Value : next;
        }
        return next;
    }
}
