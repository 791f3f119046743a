using Microsoft.Extensions.Logging.Abstractions;
using Paddock.Core.Facts;
using Paddock.Core.Folding;
using Paddock.Core.Labels;
using Paddock.Core.Model;
using Paddock.Core.Policy;
using Paddock.GitHub;
using Paddock.GitHub.Auth;
using Paddock.GitHubModel;
using Paddock.GitHubStandIn;
using Paddock.GitHubStandIn.Control;
using Paddock.Ports;
using Paddock.Ports.Sources;
using Paddock.Tests.StandIn;
using Paddock.Tests.Support;

namespace Paddock.Tests.GitHub.Polling;

/// <summary>
/// The sweep alone against the stand-in, over real HTTP, with every request counted where it arrives. Rounds follow
/// each other when they are due, on a clock of the test's.
/// </summary>
public abstract class PollingTest : StandInTest
{
    protected const string Lists = "actions/list-workflow-runs-for-repo";
    protected const string JobLists = "actions/list-jobs-for-workflow-run";
    protected const string SingleJobs = "actions/get-job-for-workflow-run";

    private readonly Dictionary<JobKey, JobRow> _rows = [];
    private readonly TestTime _time = new();
    private GitHubAdapters? _adapters;
    private DateTimeOffset _dueAt;

    protected override StandInOptions Options => new()
    {
        Seed = 1, Time = _time,
        Rates = new RateRules { PointsPerMinuteMax = 1_000_000, RequestsPerHourMax = Limit },
    };

    protected virtual int Limit => 5000;

    /// <summary>By default nothing but the sweep tells of jobs.</summary>
    protected bool ReceivesWebhooks { get; set; }

    protected IReadOnlyList<string> Scopes { get; set; } = ["repo:acme/app"];

    protected Uri GitHubUrl { get; set; } = new("https://github.com");

    protected TimeSpan? Configured { get; set; }

    protected IReadOnlyList<RepositoryRule> Rules { get; set; } = [];

    /// <summary>What we believe, from the facts so far.</summary>
    protected IReadOnlyList<JobRow> Open => [.. _rows.Values.Where(row => row.IsOpen)];

    protected TimeSpan Interval => Adapters.SweepIntervals.Single().Interval;

    private GitHubAdapters Adapters => _adapters ??= new GitHubAdapters(
        [
            new GitHubConnection
            {
                Name = Scope.DefaultConnection,
                Url = GitHubUrl,
                ApiUrl = Server.ApiAddress,
                Credential = new GitHubCredential.Token(new Secret(StandInToken.Admin.Value)),
            },
        ],
        new GitHubOptions
        {
            ArchiveDirectory = Path.GetTempPath(), ReceivesWebhooks = ReceivesWebhooks, SweepInterval = Configured,
        },
        _time, NullLoggerFactory.Instance);

    public override async ValueTask DisposeAsync()
    {
        _adapters?.Dispose();
        await base.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>A round when it is due, or now if that is over, and what of it is believed afterwards.</summary>
    protected async Task<SourceBatch> RoundAsync()
    {
        if (_dueAt > _time.GetUtcNow())
        {
            _time.Advance(_dueAt - _time.GetUtcNow());
        }
        var batch = await PullAsync();
        foreach (var fact in batch.Facts)
        {
            Hear(fact);
        }
        _dueAt = batch.NextPullAt;
        return batch;
    }

    /// <summary>A pull now, of which nothing is believed.</summary>
    protected Task<SourceBatch> PullAsync() =>
        Adapters.Sweep.PullAsync(new SourceView(Policy(), Open, _time.GetUtcNow()), Stop);

    protected async Task RoundsAsync(int count)
    {
        for (var i = 0; i < count; i++)
        {
            (await RoundAsync()).Faults.ShouldBeEmpty();
        }
    }

    /// <summary>What a round asked for, by route and status.</summary>
    protected async Task<RoundCost> CostAsync(Func<Task> rounds)
    {
        var before = (await Control.StateAsync(Stop)).Requests;
        await rounds();
        var after = (await Control.StateAsync(Stop)).Requests;
        return new RoundCost(after.ToDictionary(
            count => (count.Route, count.Status),
            count => count.Count
                - (before.FirstOrDefault(old => (old.Route, old.Status, old.Caller)
                    == (count.Route, count.Status, count.Caller))?.Count ?? 0)));
    }

    protected Task<RoundCost> CostOfRoundsAsync(int count) => CostAsync(() => RoundsAsync(count));

    protected void Hear(JobObservation fact) =>
        _rows[fact.Job] = (JobRow)Fold.Apply(_rows.GetValueOrDefault(fact.Job), fact)!;

    protected DateTimeOffset Now => _time.GetUtcNow();

    protected void Wait(TimeSpan time) => _time.Advance(time);

    private FleetPolicy Policy() => new()
    {
        Identity = new FleetIdentity("test", "", ""),
        Connections = [new ConnectionPolicy(Scope.DefaultConnection, "github.com")],
        Providers = [],
        Repositories = Rules,
        Pools =
        [
            new PoolPolicy
            {
                Name = new PoolName("linux"),
                Scopes = [.. Scopes.Select(scope => Scope.TryParse(scope)!)],
                Labels = new LabelSet(["self-hosted"]),
                Offers = [],
            },
        ],
    };
}
