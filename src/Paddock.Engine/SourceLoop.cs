using Microsoft.Extensions.Logging;
using Paddock.Core.Folding;
using Paddock.Ports.Sources;
using Paddock.Ports.Store;

namespace Paddock.Engine;

/// <summary>
/// Pulls one source: ask, store, acknowledge, wait. In that order, so that nothing is lost in between.
/// </summary>
internal sealed partial class SourceLoop(
    EngineContext engine, Ledger ledger, Intake intake, HealthBoard health, ILogger<SourceLoop> logger)
{
    public async Task RunAsync(ISource source, CancellationToken cancellationToken)
    {
        while (true)
        {
            var wait = await PullAsync(source, cancellationToken);
            await Task.Delay(wait, engine.Doors.Time, cancellationToken);
        }
    }

    private async Task<TimeSpan> PullAsync(ISource source, CancellationToken cancellationToken)
    {
        var view = new SourceView(engine.Policy.Current, ledger.OpenJobs(), engine.Clock.Now);
        var batch = await source.PullAsync(view, cancellationToken);
        try
        {
            var admission = await intake.AdmitAsync(batch.Facts, delivery: null, cancellationToken);
            await source.AcknowledgeAsync(batch, cancellationToken);
            if (source.TellsThePresent)
            {
                intake.Confirm(batch.Facts);
            }
            if (admission.Changed > 0)
            {
                LogNews(source.Name, admission.Changed);
            }
        }
        catch (StoreFaultException fault)
        {
            health.Bad($"source {source.Name}", fault.Message);
            return TimeSpan.FromSeconds(1);
        }
        if (batch.Faults.Count == 0)
        {
            health.Good($"source {source.Name}");
        }
        else
        {
            health.Bad($"source {source.Name}", batch.Faults[0].Message);
        }
        var wait = batch.NextPullAt - engine.Clock.Now;
        return wait > TimeSpan.Zero ? wait : TimeSpan.Zero;
    }

    [LoggerMessage(EventId = 1301, EventName = "source-news", Level = LogLevel.Information,
        Message = "News that {Source} alone had told: {Changed}")]
    private partial void LogNews(string source, int changed);
}
