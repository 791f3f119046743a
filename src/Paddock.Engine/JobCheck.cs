using Paddock.Core.Facts;
using Paddock.Core.Folding;
using Paddock.Core.Model;
using Paddock.Ports;
using Paddock.Ports.Forge;
using Paddock.Ports.Store;

namespace Paddock.Engine;

/// <summary>
/// Looks before money is spent, and answers two questions. Is the job over, and the report of that lost? What is still
/// unknown after that look counts as wanted: GitHub's API lags behind its own webhooks, and a machine too many costs
/// less than a job too late. Does its run come from a fork that no rule lets in? There, what is unknown gets nothing:
/// a job too late costs less than a stranger on the machine.
/// </summary>
internal sealed class JobCheck(EngineContext engine, Ledger ledger, Lanes lanes, Intake intake)
{
    private readonly RunLooks _runs = new(engine, lanes);

    /// <summary>May a runner be made for the job this order answers?</summary>
    public async Task<CheckReply> AskAsync(OrderKey order, Scope scope)
    {
        if (order.Job is not { } key || ledger.Find(Subject.Of(key)) is not JobRow job)
        {
            return new CheckReply.Wanted();
        }
        return !intake.IsConfirmed(key) && await IsOverAsync(job, scope)
            ? new CheckReply.Unwanted()
            : await AskOriginAsync(job, scope);
    }

    private async Task<bool> IsOverAsync(JobRow job, Scope scope)
    {
        var reply = await lanes.Forge(scope, async limit =>
        {
            try
            {
                return await engine.Doors.Forge.LookAtJobAsync(scope, job, limit);
            }
            catch (OperationCanceledException)
            {
                return new JobReply.Unknown(new Fault(FaultKind.Transient, "GitHub did not answer in time."));
            }
        });
        if (reply is not JobReply.Found { Report: var report })
        {
            return false;
        }
        intake.Confirm([report]);

        // Unless it is in the books that the job is over, the next pass would want a runner for it again.
        return await TryStoreAsync(report) && report is JobStarted or JobFinished;
    }

    private async Task<CheckReply> AskOriginAsync(JobRow job, Scope scope)
    {
        if (engine.Policy.Current.RuleFor(job.Details.Repository).Forks || job.Details.FromFork == false)
        {
            return new CheckReply.Wanted();
        }
        if (job.Details.FromFork == true)
        {
            // It was learned after the plan was made.
            return new CheckReply.Unwanted();
        }
        return await _runs.LookAsync(scope, job) switch
        {
            RunReply.Found { FromFork: var fromFork } => await KeepAsync(job, fromFork),
            RunReply.Unknown { Fault: var fault } => Unsure(fault),
            var reply => throw new InvalidOperationException($"Unknown reply {reply}."),
        };
    }

    private async Task<CheckReply> KeepAsync(JobRow job, bool fromFork)
    {
        var details = job.Details with { FromFork = fromFork };
        var isStored = await TryStoreAsync(new JobQueued(engine.Clock.Now, job.Key, details, job.QueuedAt));
        return !fromFork ? new CheckReply.Wanted()
            : isStored ? new CheckReply.Unwanted()
            : Unsure(new Fault(FaultKind.Transient, "it does, and that could not be stored."));
    }

    /// <summary>GitHub may not show yet what its webhooks have told; that is no wrong scope.</summary>
    private static CheckReply.Unsure Unsure(Fault fault) => new(fault with
    {
        Kind = fault.Kind == FaultKind.NotFound ? FaultKind.Transient : fault.Kind,
        Message = $"whether its run comes from a fork could not be asked: {fault.Message}",
    });

    private async Task<bool> TryStoreAsync(JobObservation report)
    {
        try
        {
            return (await intake.AdmitAsync([report], delivery: null, CancellationToken.None)).Kept > 0;
        }
        catch (StoreFaultException)
        {
            return false;
        }
    }
}
