using Paddock.Ports.Providers;
using Paddock.Tests.Support;

namespace Paddock.Tests.Providers.Lxd;

/// <summary>Somebody who hears what a provider tells, and what was told so far.</summary>
internal sealed class Listening : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop;
    private readonly List<MachineEvent> _heard = [];
    private readonly Task _task;

    public Listening(IProvider provider, CancellationToken cancellationToken)
    {
        _stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        _task = ListenAsync(provider);
    }

    public IReadOnlyList<MachineEvent> Heard
    {
        get
        {
            lock (_heard)
            {
                return [.. _heard];
            }
        }
    }

    public Task HearAsync(Func<MachineEvent, bool> isWanted) => Eventually.HoldsAsync(() => Heard.Any(isWanted));

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _task;
        _stop.Dispose();
    }

    private async Task ListenAsync(IProvider provider)
    {
        try
        {
            await foreach (var news in provider.WatchAsync(_stop.Token))
            {
                lock (_heard)
                {
                    _heard.Add(news);
                }
            }
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // The only way a watch ends.
        }
    }
}
