using Microsoft.Extensions.Logging;
using Paddock.Core.Policy;
using Paddock.GitHub.Checks;
using Paddock.GitHub.Deliveries;
using Paddock.GitHub.Downloads;
using Paddock.GitHub.Hooks;
using Paddock.GitHub.Http;
using Paddock.GitHub.Http.Rates;
using Paddock.GitHub.Jobs;
using Paddock.GitHub.Polling;
using Paddock.GitHub.Tickets;
using Paddock.GitHub.Webhooks;
using Paddock.Ports.Forge;
using Paddock.Ports.Sources;

namespace Paddock.GitHub;

/// <summary>
/// Everything Paddock has for GitHub, over all configured connections; made once at start, and anew when connections
/// change. Throws <see cref="InvalidDataException"/> when a connection's certificate file cannot be used.
/// </summary>
public sealed class GitHubAdapters : IDisposable
{
    /// <summary>Counted as the bodies came; what is kept of them is a small part.</summary>
    private const long RememberedBodyBytesMax = 64 * 1024 * 1024;

    private readonly IReadOnlyList<GitHubConnection> _settings;
    private readonly TimeProvider _time;
    private readonly ILoggerFactory _loggers;
    private readonly RateGates _gates;
    private readonly Connections _connections;
    private readonly SweepSource _sweep;

    public GitHubAdapters(
        IReadOnlyList<GitHubConnection> connections, GitHubOptions options, TimeProvider time, ILoggerFactory loggers)
    {
        var clock = new SteadyClock(time);
        _settings = connections;
        _time = time;
        _loggers = loggers;
        _gates = new RateGates(RateRules.Default, clock);
        var cache = new ConditionalCache(RememberedBodyBytesMax);
        var shared = new Shared(options, clock, _gates, cache, loggers.CreateLogger("Paddock.GitHub"));
        _connections = new Connections([.. connections.Select(settings => new Connection(settings, shared))]);
        Forge = new GitHubForge(_connections);
        Archives = new RunnerArchives(_connections, options, clock, loggers.CreateLogger<RunnerArchives>());
        _sweep = new SweepSource(_connections, options);
        Hooks = new HookDesk(_connections, clock);
        var deliveries = new DeliveriesSource(_connections);
        Sources = deliveries.IsWanted ? [_sweep, deliveries] : [_sweep];
    }

    public IForge Forge { get; }

    public IRunnerArchives Archives { get; }

    /// <summary>The source that asks every repository in turn.</summary>
    public ISource Sweep => _sweep;

    /// <summary>How often that is by now, by connection.</summary>
    public IReadOnlyList<SweepIntervalView> SweepIntervals => _sweep.Intervals;

    /// <summary>Every source the connections ask for: the sweep always, delivery logs where they are read.</summary>
    public IReadOnlyList<ISource> Sources { get; }

    /// <summary>Our webhooks, for who looks after them.</summary>
    public HookDesk Hooks { get; }

    /// <summary>What every identity has spent and may still spend.</summary>
    public IReadOnlyList<RateBudgetView> Budgets => _gates.Views();

    /// <summary>Looks whether GitHub is as this policy needs it.</summary>
    public GitHubChecks Checks(FleetPolicy policy) => new(_connections, policy, _time);

    /// <summary>
    /// The receiver of deliveries for all connections; <paramref name="admit"/> stores what they report.
    /// </summary>
    public WebhookReceiver Webhooks(AdmitReports admit) => new(
        _settings, admit, new JobLookup(_connections, _time).AskAsync, _time,
        _loggers.CreateLogger<WebhookReceiver>());

    public void Dispose()
    {
        _connections.Dispose();
        _gates.Dispose();
    }
}
