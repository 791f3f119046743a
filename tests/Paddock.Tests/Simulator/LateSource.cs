using Paddock.Ports.Sources;

namespace Paddock.Tests.Simulator;

/// <summary>A source that comes so much later each time than it should.</summary>
internal sealed class LateSource(ISource inner, TimeSpan late) : ISource
{
    public string Name => inner.Name;

    public bool TellsThePresent => inner.TellsThePresent;

    public async Task<SourceBatch> PullAsync(SourceView view, CancellationToken cancellationToken)
    {
        var batch = await inner.PullAsync(view, cancellationToken);
        return batch with { NextPullAt = batch.NextPullAt + late };
    }

    public Task AcknowledgeAsync(SourceBatch batch, CancellationToken cancellationToken) =>
        inner.AcknowledgeAsync(batch, cancellationToken);
}
