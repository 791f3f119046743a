using Microsoft.Extensions.Logging;
using Paddock.Core.Folding;
using Paddock.Core.Planning;
using Paddock.Core.Policy;
using Paddock.Engine.Watching;
using Paddock.Ports.Store;

namespace Paddock.Engine;

/// <summary>
/// The main path: wait, fold in what is new, plan, store the decisions, hand the steps to the executor. It never waits
/// for an effect; what effects bring comes back as facts, and a fact rings the bell.
/// </summary>
internal sealed partial class FleetLoop(
    EngineContext engine, Ledger ledger, Executor executor, HealthBoard health, GitHubWatch watch,
    ILogger<FleetLoop> logger)
{
    /// <summary>Facts folded per read; a long outage of the loop is caught up in slices of this size.</summary>
    private const int EntriesMax = 4096;

    private readonly Window _window = new(engine.Options.Window, engine.Doors.Time);
    private long _decisions;
    private TimeSpan _passTook;
    private FleetView? _view;

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var wait = TimeSpan.Zero;
        while (true)
        {
            await engine.Bell.WaitAsync(wait, cancellationToken);
            await _window.OpenAsync(_passTook, cancellationToken);
            wait = await TurnAsync(cancellationToken);
        }
    }

    /// <summary>One pass; returns for how long nothing can change unless news comes.</summary>
    private async Task<TimeSpan> TurnAsync(CancellationToken cancellationToken)
    {
        try
        {
            await CatchUpAsync(cancellationToken);
            var began = engine.Doors.Time.GetTimestamp();
            var policy = engine.Policy.Current;
            var plan = MakePlan(policy);
            _passTook = engine.Doors.Time.GetElapsedTime(began);
            var isSettled = engine.Options.DryRun || await CarryOutAsync(plan, cancellationToken);
            health.Good("store");
            Publish(plan, policy);
            return plan.IsCut && !engine.Options.DryRun || !isSettled ? TimeSpan.Zero : UntilNext(plan);
        }
        catch (StoreFaultException fault)
        {
            // Nothing was decided, so nothing is lost; the loop goes on as soon as the store does.
            health.Bad("store", fault.Message);
            PublishHealth();
            return TimeSpan.FromSeconds(1);
        }
    }

    private async Task CatchUpAsync(CancellationToken cancellationToken)
    {
        IReadOnlyList<JournalEntry> entries;
        do
        {
            entries = await engine.Doors.Store.ReadSinceAsync(ledger.Seq, EntriesMax, cancellationToken);
            foreach (var entry in entries)
            {
                if (!ledger.TryApply(entry))
                {
                    // A closed row has come back. The store has it, perhaps newer than this entry; the ledger copes.
                    var row = await engine.Doors.Store.LoadAsync(entry.Fact.Subject, cancellationToken);
                    ledger.Reload(entry, row!);
                }
            }
        }
        while (entries.Count == EntriesMax);
    }

    private Plan MakePlan(FleetPolicy policy)
    {
        var seed = new Seed(engine.Seed, _decisions + 1);
        var snapshot = TakeSnapshot();
        return Planner.Plan(snapshot, policy, snapshot.AsOf.At, seed);
    }

    /// <summary>
    /// Stores the decisions, then begins their steps. False when a row had moved and the pass must be repeated.
    /// </summary>
    private async Task<bool> CarryOutAsync(Plan plan, CancellationToken cancellationToken)
    {
        if (plan.Steps.Count == 0)
        {
            return true;
        }
        var items = plan.Steps.Select(step => new DecisionItem(step.Items)).ToList();
        var batch = new DecisionBatch(engine.Clock.Epoch, _decisions + 1, items);
        var decided = await engine.Doors.Store.DecideAsync(batch, cancellationToken);
        if (decided.Verdict != BatchVerdict.Stored)
        {
            throw new LeaseLostException(decided.Verdict);
        }
        _decisions++;
        var dropped = 0;
        for (var i = 0; i < plan.Steps.Count; i++)
        {
            if (decided.Accepted[i])
            {
                executor.Begin(plan.Steps[i]);
            }
            else
            {
                dropped++;
            }
        }
        LogDecided(_decisions, plan.Steps.Count, dropped);
        await CatchUpAsync(cancellationToken);
        return dropped == 0;
    }

    private Snapshot TakeSnapshot() => ledger.Snapshot(engine.Clock.NextAsOf(), engine.EpochStartedAt);

    private void Publish(Plan plan, FleetPolicy policy)
    {
        var snapshot = TakeSnapshot();
        var gitHub = watch.Read(snapshot, policy, plan);
        _view = new FleetView(snapshot, policy, plan, engine.Clock.Now, health.Copy())
        {
            PlanTook = _passTook,
            IsDryRun = engine.Options.DryRun,
            GitHub = gitHub,
        };
        engine.Publish(_view);
    }

    /// <summary>While no pass comes to its end, the last picture stands, with what is wrong.</summary>
    private void PublishHealth()
    {
        if (_view is { } view)
        {
            _view = view with { Health = health.Copy() };
            engine.Publish(_view);
        }
    }

    private TimeSpan UntilNext(Plan plan)
    {
        var until = (plan.WakeAt ?? DateTimeOffset.MaxValue) - engine.Clock.Now;
        return until > engine.Options.TickMax ? engine.Options.TickMax : until < TimeSpan.Zero ? TimeSpan.Zero : until;
    }

    [LoggerMessage(EventId = 1001, EventName = "decided", Level = LogLevel.Debug,
        Message = "Decision {Number}; steps: {Steps}, dropped because their rows had moved: {Dropped}")]
    private partial void LogDecided(long number, int steps, int dropped);
}

/// <summary>Somebody else decides for this fleet now. The loop ends; nothing more is begun.</summary>
public sealed class LeaseLostException(BatchVerdict verdict)
    : Exception($"The store refused a decision ({verdict}): another process decides for this fleet now.");
