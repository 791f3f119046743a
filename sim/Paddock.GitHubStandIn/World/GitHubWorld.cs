using Paddock.GitHubModel;
using Paddock.GitHubStandIn.Faults;
using Paddock.GitHubStandIn.RunnerSide;
using Paddock.GitHubStandIn.Webhooks;

namespace Paddock.GitHubStandIn.World;

/// <summary>
/// Everything this GitHub remembers, behind one lock: requests take turns, as the model wants it. What the model has to
/// tell goes to the outbox and to waiting listeners before the lock is left.
/// </summary>
internal sealed class GitHubWorld : IDisposable
{
    private static readonly DateTimeOffset Epoch = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _end = new();

    public GitHubWorld(StandInOptions options, Site site, RunnerKeys keys)
    {
        Options = options;
        Site = site;
        Keys = keys;
        Ended = _end.Token;
        var now = options.Time.GetUtcNow();
        Dice = new Dice(options.Seed ?? (int)(now.Ticks & int.MaxValue));
        var numbersFrom = options.Seed is null ? (now - Epoch).Ticks / TimeSpan.TicksPerMillisecond : 0;
        Model = new GitHubModel.GitHubModel(options.Times, Dice.Below) { NumbersFrom = numbersFrom };
        Hooks = new HookBook { NumbersFrom = numbersFrom };
        Rates = new RateBook(options.Rates);
        Rates.SetRules(AnonymousLogin, options.Rates with { RequestsPerHourMax = 60 }, now);
        Tokens = [.. options.Tokens];
        Apps = new AppBook(Dice);
        Registrations = new Registrations(Dice);
        RunnerTokens = new RunnerTokens(Dice.NextBytes(32), options.Time);
        Blobs = new Blobs(Dice.NextBytes(32));
        foreach (var hook in options.Hooks)
        {
            Hooks.Create(hook.Scope, hook.ToSettings(), now);
        }
    }

    /// <summary>Whom requests without a token are counted as.</summary>
    public const string AnonymousLogin = "anonymous";

    public StandInOptions Options { get; }

    public Site Site { get; }

    /// <summary>The server's, not this world's: it outlives a reset.</summary>
    public RunnerKeys Keys { get; }

    public Dice Dice { get; }

    public GitHubModel.GitHubModel Model { get; }

    public HookBook Hooks { get; }

    public RateBook Rates { get; }

    public List<StandInToken> Tokens { get; }

    public AppBook Apps { get; }

    public Registrations Registrations { get; }

    public RunnerTokens RunnerTokens { get; }

    public Wakeups Wakeups { get; } = new();

    public Listeners Listeners { get; } = new();

    public Blobs Blobs { get; }

    public JobLogs Logs { get; } = new();

    public Counters Counters { get; } = new();

    public RouteFaults RouteFaults { get; } = new();

    public RunnerFaults RunnerFaults { get; } = new();

    public WebhookFaults WebhookFaults { get; } = new();

    public Outbox Outbox { get; } = new();

    /// <summary>Cancelled when this world ends: the server stops, or everything is reset.</summary>
    public CancellationToken Ended { get; }

    public DateTimeOffset Now => Options.Time.GetUtcNow();

    /// <summary>Does something as the only one, then passes on what came of it.</summary>
    public T Do<T>(Func<GitHubWorld, DateTimeOffset, T> work)
    {
        lock (_gate)
        {
            var now = Now;
            var result = work(this, now);
            Settle(now);
            return result;
        }
    }

    public void Do(Action<GitHubWorld, DateTimeOffset> work) => Do((world, now) =>
    {
        work(world, now);
        return true;
    });

    /// <summary>Lets time pass. Called about once a second.</summary>
    public void Tick() => Do((_, now) =>
    {
        Model.Tick(now);
        foreach (var gone in Wakeups.Waiting.Where(id => Model.Runner(id) is null).ToList())
        {
            Wakeups.Wake(gone);
        }
    });

    /// <summary>Listeners of a run's jobs have something to hear: they were cancelled.</summary>
    public void WakeRunnersOf(ModelRun run)
    {
        foreach (var runner in Model.JobsOf(run).Select(job => job.RunnerId).OfType<long>())
        {
            Wakeups.Wake(runner);
        }
    }

    private void Settle(DateTimeOffset now)
    {
        foreach (var runner in Model.TakeOffers())
        {
            Wakeups.Wake(runner);
        }
        foreach (var news in Model.TakeEvents())
        {
            EventMail.Post(this, news, now);
        }
    }

    public void Dispose()
    {
        _end.Cancel();
        _end.Dispose();
        Registrations.Dispose();
    }
}
