using Paddock.Ports.Providers;

namespace Paddock.Ports.Conformance;

/// <summary>A watch under way, and what it has told so far.</summary>
internal sealed class ProviderWatch : IAsyncDisposable
{
    private readonly ProviderBench _bench;
    private readonly CancellationTokenSource _stop;
    private readonly List<MachineEvent> _news = [];
    private readonly Lock _hearing = new();
    private readonly Task _listening;
    private int _heard;

    public ProviderWatch(ProviderBench bench)
    {
        _bench = bench;
        _stop = CancellationTokenSource.CreateLinkedTokenSource(bench.Token);
        _listening = ListenAsync();
    }

    public bool HasEnded => _listening.IsCompleted;

    /// <summary>Waits for news among those not yet heard; what came before is heard with it.</summary>
    public Task HearAsync(Func<MachineEvent, bool> isWanted, string what) => _bench.UntilAsync(
        async () =>
        {
            if (HasEnded)
            {
                await _listening;
                throw new ConformanceException("A watch ended although nobody cancelled it.");
            }
            return Hear(isWanted);
        },
        () => $"The watch should have told {what}.");

    /// <summary>Cancels the watch and waits for its end, which must come soon and in no other way.</summary>
    public async ValueTask DisposeAsync()
    {
        _stop.Cancel();
        await _bench.UntilAsync(
            () => Task.FromResult(HasEnded), () => "A watch went on although it was cancelled.");
        _stop.Dispose();
        await _listening;
    }

    private bool Hear(Func<MachineEvent, bool> isWanted)
    {
        lock (_hearing)
        {
            var at = _news.FindIndex(_heard, news => isWanted(news));
            _heard = at < 0 ? _heard : at + 1;
            return at >= 0;
        }
    }

    private async Task ListenAsync()
    {
        try
        {
            await foreach (var news in _bench.Provider.WatchAsync(_stop.Token))
            {
                lock (_hearing)
                {
                    _news.Add(news);
                }
            }
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // The only way a watch ends.
        }
        catch (Exception thrown)
        {
            throw new ConformanceException($"A watch threw {thrown.GetType().Name}: {thrown.Message}");
        }
    }
}
