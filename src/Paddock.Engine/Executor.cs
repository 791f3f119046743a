using Microsoft.Extensions.Logging;
using Paddock.Core.Facts;
using Paddock.Core.Model;
using Paddock.Core.Planning;
using Paddock.Ports;
using Paddock.Ports.Forge;
using Paddock.Ports.Providers;

namespace Paddock.Engine;

/// <summary>
/// Carries out steps: one attempt each, then facts about how it went. It holds no policy: what a failure means is
/// decided from those facts by the planner. The tickets live here, in memory, between GitHub's reply and the machine.
/// </summary>
internal sealed partial class Executor(
    EngineContext engine, Lanes lanes, Places places, Inventory inventory, Recorder recorder, JobCheck check,
    ILogger<Executor> logger)
{
    /// <summary>
    /// A blank that is handed out in its last minute still gets long enough to say that it is too late.
    /// </summary>
    private static readonly TimeSpan LifetimeMin = TimeSpan.FromMinutes(1);

    private readonly List<Task> _running = [];

    /// <summary>Begins a step and returns. What it brings is recorded; only a defect makes its task fail.</summary>
    public void Begin(Step step)
    {
        LogBegin(step.GetType().Name, step.Items[0].Fact.Subject.Key);
        _running.RemoveAll(task => task.IsCompletedSuccessfully);
        _running.Add(step switch
        {
            StartRunner start => StartAsync(start.Runner, SpecOf(start.Machine.Machine, start.Machine.Plan)),
            ServeBlank serve =>
                StartAsync(serve.Runner, SpecOf(serve.Row.Name, serve.Row.Plan!) with { MustExist = true }),
            MakeBlank blank => MakeAsync(SpecOf(blank.Machine.Machine, blank.Machine.Plan), ticket: null),
            RetireRunner retire => RetireAsync(retire),
            LookAtRunner look => LookAsync(look),
            LookAtMachine look => inventory.LookAsync(look.Row.Provider),
            DeleteMachine delete => DeleteAsync(delete),
            _ => Task.CompletedTask,
        });
    }

    /// <summary>Waits until every step begun has been recorded.</summary>
    public Task DrainAsync() => Task.WhenAll(_running);

    /// <summary>Faults with the first defect among the steps; never ends otherwise before it is asked.</summary>
    public async Task WatchAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            await Task.Delay(engine.Options.TickMax, engine.Doors.Time, cancellationToken);
            if (_running.Find(task => task.IsFaulted) is { } defect)
            {
                await defect;
            }
        }
    }

    private async Task StartAsync(RunnerPlanned planned, MachineSpec spec)
    {
        var runner = planned.Runner;
        var scope = planned.Plan.Class.Scope;
        var began = engine.Clock.Now;
        TicketReply reply;
        switch (await check.AskAsync(planned.Plan.BornFor, scope))
        {
            case CheckReply.Unwanted:
                await AbandonAsync(runner, spec);
                return;
            case CheckReply.Unsure { Fault: var unsure }:
                // As if GitHub had refused the ticket itself: the scope cools down, and the job is tried again then.
                reply = new TicketReply.Refused(unsure);
                break;
            default:
                began = engine.Clock.Now;
                reply = await lanes.Forge(scope, limit => AskTicketAsync(planned, limit));
                break;
        }
        var asOf = engine.Clock.NextAsOf();
        switch (reply)
        {
            case TicketReply.Granted granted:
                // The machine does not wait for this to be on disk: a crash in between costs one ticket either way.
                var recorded = recorder.RecordAsync(
                [
                    new RunnerTicketed(asOf.At, runner, granted.Registration, asOf),
                    .. places.Accepted(PlaceKey.Of(scope)),
                ]);
                await MakeAsync(spec, granted.Ticket);
                await recorded;
                break;
            case TicketReply.Lost lost:
                // A target that does not answer cools down like one that refuses. Else a GitHub that is silent for an
                // hour is asked by the whole queue, again and again, and each round leaves its registrations.
                await recorder.RecordAsync(
                [
                    new TicketLost(asOf.At, runner, lost.Message, asOf),
                    NotAttempted(spec, "the ticket's reply was lost", asOf),
                    .. places.Refused(PlaceKey.Of(scope), new Fault(FaultKind.Ambiguous, lost.Message), began),
                ]);
                break;
            case TicketReply.Refused { Fault: var fault }:
                await recorder.RecordAsync(
                [
                    new TicketRefused(asOf.At, runner, fault.Kind, fault.Message, asOf),
                    NotAttempted(spec, "there is no ticket for it", asOf),
                    .. places.Refused(PlaceKey.Of(scope), fault, began),
                ]);
                break;
        }
    }

    /// <summary>Nothing was asked of anybody, so no place is to blame.</summary>
    private Task AbandonAsync(RunnerName runner, MachineSpec spec)
    {
        const string why = "its job does not wait any more, or a rule keeps it out";
        var asOf = engine.Clock.NextAsOf();
        return recorder.RecordAsync(
        [
            new TicketRefused(asOf.At, runner, FaultKind.Transient, $"not asked for: {why}", asOf),
            NotAttempted(spec, why, asOf),
        ]);
    }

    private async Task<TicketReply> AskTicketAsync(RunnerPlanned planned, CancellationToken limit)
    {
        var of = planned.Plan.Class;
        try
        {
            return await engine.Doors.Forge.TicketAsync(
                new TicketRequest(of.Scope, of.Group, planned.Runner, of.Labels), limit);
        }
        catch (OperationCanceledException)
        {
            return new TicketReply.Lost("GitHub did not answer in time.");
        }
    }

    private async Task MakeAsync(MachineSpec spec, Ticket? ticket)
    {
        var began = engine.Clock.Now;
        var provider = spec.Offer.Provider;
        var reply = await lanes.Provider(provider, door => door.Traits.EnsureLimit, async (door, limit) =>
        {
            try
            {
                return await door.EnsureAsync(spec, ticket, limit);
            }
            catch (OperationCanceledException)
            {
                return new EnsureReply.Refused(new Fault(FaultKind.Ambiguous, "The provider did not answer in time."));
            }
        });
        var asOf = engine.Clock.NextAsOf();
        var place = PlaceKey.Of(spec.Offer);
        await recorder.RecordAsync(reply switch
        {
            EnsureReply.Refused { Fault: var fault } =>
            [
                new MachineRefused(asOf.At, spec.Name, provider, fault.Kind, fault.Message, asOf),
                .. places.Refused(Cooling.ConcernsProvider(fault.Kind) ? PlaceKey.Of(provider) : place, fault, began),
            ],
            _ =>
            [
                new MachineCreated(asOf.At, spec.Name, provider, asOf),
                .. places.Accepted(place),
                .. places.Accepted(PlaceKey.Of(provider)),
            ],
        });
    }

    private async Task RetireAsync(RetireRunner step)
    {
        var (row, runner) = (step.Row, step.Row.Name);
        var began = engine.Clock.Now;
        var attempt = step.Retired.Removal.Attempt;
        var reply = await lanes.Forge(row.Scope!, async limit =>
        {
            try
            {
                return await engine.Doors.Forge.RemoveAsync(row.Scope!, runner, row.Registration, limit);
            }
            catch (OperationCanceledException)
            {
                // Removing is safe to repeat, so an unknown outcome is only a late one.
                return new RemoveReply.Refused(new Fault(FaultKind.Transient, "GitHub did not answer in time."));
            }
        });
        var asOf = engine.Clock.NextAsOf();
        Observation answer = reply switch
        {
            RemoveReply.Removed => new RunnerGone(asOf.At, runner, RunnerEnd.Removed, asOf),
            RemoveReply.NotFound => new RunnerGone(asOf.At, runner, RunnerEnd.NotFound, asOf),
            RemoveReply.Busy busy => new RunnerKept(asOf.At, runner, FaultKind.Busy, busy.Message, attempt, asOf),
            RemoveReply.Refused { Fault: var fault } =>
                new RunnerKept(asOf.At, runner, fault.Kind, fault.Message, attempt, asOf, fault.RetryAt),
            _ => throw new InvalidOperationException($"Unknown reply {reply}."),
        };
        List<Observation> facts = [answer];
        if (step.Retired.Reason == Reason.NeverRegistered && answer is RunnerGone && places.OfferOf(row) is { } offer)
        {
            // Machines that come up and stay silent are the offer's fault, or its image's: it cools down like a
            // refusal.
            facts.AddRange(places.Refused(
                offer, new Fault(FaultKind.NeverRegistered, "its runner never came online"), began));
        }
        await recorder.RecordAsync(facts);
    }

    private async Task LookAsync(LookAtRunner step)
    {
        var row = step.Row;
        var asOf = engine.Clock.NextAsOf();
        var reply = await lanes.Forge(row.Scope!, async limit =>
        {
            try
            {
                return await engine.Doors.Forge.FindAsync(row.Scope!, row.Name, row.Registration, limit);
            }
            catch (OperationCanceledException)
            {
                return new FindReply.Refused(new Fault(FaultKind.Transient, "GitHub did not answer in time."));
            }
        });
        await recorder.RecordAsync(reply switch
        {
            FindReply.Found { Runner: var seen } =>
                [new RunnerSeen(asOf.At, row.Name, row.Scope!, seen.Registration, seen.Online, seen.Busy, asOf)],
            FindReply.NotFound => [new RunnerGone(asOf.At, row.Name, RunnerEnd.NotFound, asOf)],
            _ => [],
        });
    }

    private async Task DeleteAsync(DeleteMachine step)
    {
        var (row, machine) = (step.Row, step.Row.Name);
        await KeepDiagnosisAsync(row);
        var began = engine.Clock.NextAsOf();
        var reply = await lanes.Provider(row.Provider, _ => engine.Options.ProviderLimit, async (door, limit) =>
        {
            began = engine.Clock.NextAsOf();
            try
            {
                return await door.DeleteAsync(machine, limit);
            }
            catch (OperationCanceledException)
            {
                return new DeleteReply.Refused(new Fault(FaultKind.Transient, "The provider did not answer in time."));
            }
        });
        var asOf = engine.Clock.NextAsOf();
        var attempt = step.Condemned.Deletion.Attempt;
        await recorder.RecordAsync(
        [
            reply switch
            {
                DeleteReply.Gone => new MachineMissing(asOf.At, machine, row.Provider, began),
                DeleteReply.UnderWay =>
                    new DeleteRefused(
                        asOf.At, machine, row.Provider, FaultKind.Busy, "the provider is at it", attempt, asOf),
                DeleteReply.Refused { Fault: var fault } =>
                    new DeleteRefused(
                        asOf.At, machine, row.Provider, fault.Kind, fault.Message, attempt, asOf, fault.RetryAt),
                _ => throw new InvalidOperationException($"Unknown reply {reply}."),
            },
        ]);
    }

    /// <summary>Exit code and log tail go with the machine, so they are read before it is deleted.</summary>
    private async Task KeepDiagnosisAsync(MachineRow row)
    {
        var diagnosis = await lanes.Provider(row.Provider, _ => engine.Options.ProviderLimit, async (door, limit) =>
        {
            try
            {
                return door.Traits.Diagnoses ? await door.DiagnoseAsync(row.Name, limit) : null;
            }
            catch (OperationCanceledException)
            {
                return null;
            }
        });
        if (diagnosis is not null)
        {
            await engine.Doors.Shelf.KeepAsync(row.Name, diagnosis, CancellationToken.None);
        }
    }

    private static MachineRefused NotAttempted(MachineSpec spec, string why, AsOf asOf) =>
        new(asOf.At, spec.Name, spec.Offer.Provider, FaultKind.Transient, $"not attempted: {why}", asOf);

    private MachineSpec SpecOf(MachineName machine, MachinePlan plan)
    {
        var identity = engine.Policy.Current.Identity;
        var tags = new MachineTags(
            identity.Fleet, identity.Install, plan.Pool, machine, plan.Generation, plan.Deadline);
        var left = plan.Deadline - engine.Clock.Now;
        return new MachineSpec(machine, tags, plan.Offer, plan.Scope, left > LifetimeMin ? left : LifetimeMin);
    }

    [LoggerMessage(EventId = 1002, EventName = "step-begun", Level = LogLevel.Debug, Message = "{Step} {Subject}")]
    private partial void LogBegin(string step, string subject);
}
