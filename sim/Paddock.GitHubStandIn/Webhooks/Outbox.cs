using System.Threading.Channels;
using Paddock.GitHubModel;

namespace Paddock.GitHubStandIn.Webhooks;

/// <summary>A delivery about to be sent.</summary>
/// <param name="Sketch">Without number and time: it gets both when it is sent.</param>
internal sealed record Envelope(ModelHook Hook, ModelDelivery Sketch, string TargetId, TimeSpan Delay);

/// <summary>What waits to be sent, in the order in which it happened.</summary>
internal sealed class Outbox
{
    private readonly Channel<Envelope> _envelopes = Channel.CreateUnbounded<Envelope>();
    private readonly List<Envelope> _held = [];

    public ChannelReader<Envelope> Reader => _envelopes.Reader;

    public void Put(Envelope envelope)
    {
        _envelopes.Writer.TryWrite(envelope);
        foreach (var held in _held)
        {
            _envelopes.Writer.TryWrite(held);
        }
        _held.Clear();
    }

    /// <summary>Keeps one back until another has gone ahead of it.</summary>
    public void Hold(Envelope envelope) => _held.Add(envelope);
}
