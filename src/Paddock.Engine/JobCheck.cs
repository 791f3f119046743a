using Paddock.Core.Facts;
using Paddock.Core.Folding;
using Paddock.Core.Model;
using Paddock.Ports;
using Paddock.Ports.Forge;
using Paddock.Ports.Store;

namespace Paddock.Engine;

/// <summary>
/// Looks before money is spent: a job nobody has told of lately may be over, and the report of that lost. What is
/// still unknown after the look counts as wanted: GitHub's API lags behind its own webhooks, and a machine too many
/// costs less than a job too late.
/// </summary>
internal sealed class JobCheck(EngineContext engine, Ledger ledger, Lanes lanes, Intake intake)
{
    /// <summary>Does the job this order answers still wait, as far as anybody can tell?</summary>
    public async Task<bool> IsWantedAsync(OrderKey order, Scope scope)
    {
        if (order.Job is not { } key || intake.IsConfirmed(key) || ledger.Find(Subject.Of(key)) is not JobRow job)
        {
            return true;
        }
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
            return true;
        }
        intake.Confirm([report]);

        // Unless it is in the books that the job is over, the next pass would want a runner for it again.
        return !await TryStoreAsync(report) || report is not (JobStarted or JobFinished);
    }

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
