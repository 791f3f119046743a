using Paddock.Ports;
using Paddock.Ports.Sources;

namespace Paddock.GitHub.Deliveries;

/// <summary>
/// Reads the delivery logs of our own webhooks: what GitHub sent and nobody received, or everything where GitHub cannot
/// reach us. The second costs a request an interval and one for each event, however many repositories there are.
/// </summary>
internal sealed class DeliveriesSource(Connections connections) : ISource
{
    private readonly List<ConnectionDeliveries> _all =
    [
        .. connections.All
            .Where(connection => connection.Settings is
                { WebhookUrl: not null, Deliveries: not DeliveryMode.Off })
            .Select(connection => new ConnectionDeliveries(connection)),
    ];

    private long _mark;

    /// <summary>False when no connection wants it.</summary>
    public bool IsWanted => _all.Count > 0;

    public string Name => "deliveries";

    public bool TellsThePresent => false;

    /// <summary>
    /// What an earlier batch brought and nobody acknowledged is in this one again, although it is not read again.
    /// </summary>
    public async Task<SourceBatch> PullAsync(SourceView view, CancellationToken cancellationToken)
    {
        await Hop.Off();
        await Task.WhenAll(_all.Where(one => one.DueAt <= view.Now)
            .Select(one => one.ReadAsync(view, cancellationToken)));
        return new SourceBatch(
            [.. _all.SelectMany(one => one.News)],
            [.. _all.SelectMany(one => one.Faults)],
            _all.Min(one => one.DueAt),
            ++_mark);
    }

    public Task AcknowledgeAsync(SourceBatch batch, CancellationToken cancellationToken)
    {
        if (batch.Mark == _mark)
        {
            _all.ForEach(one => one.Acknowledge());
        }
        return Task.CompletedTask;
    }
}
