using Paddock.Core.Model;

namespace Paddock.Engine;

/// <summary>
/// Rounds that operators ask for: every provider and every scope is listed now and not when its turn comes, and the
/// loop plans on what they showed. Whoever asks while one is under way gets the next, together with all others.
/// </summary>
internal sealed class Rounds(EngineContext engine, Inventory inventory, Bell asked, Bell passed)
{
    private long _doneTicks;
    private int _passes;
    private bool _isUnderWay;

    /// <summary>When the last round that is over began; null before the first. Any thread.</summary>
    public DateTimeOffset? DoneAt =>
        Volatile.Read(ref _doneTicks) is > 0 and var ticks ? new DateTimeOffset(ticks, TimeSpan.Zero) : null;

    public async Task RunAsync(Func<IEnumerable<ProviderName>> providers, CancellationToken cancellationToken)
    {
        while (true)
        {
            await asked.WaitAsync(Timeout.InfiniteTimeSpan, cancellationToken);
            var began = engine.Clock.Now;
            _isUnderWay = true;
            await Task.WhenAll(
            [
                .. providers().Select(inventory.LookAsync),
                .. inventory.ScopesInUse().Select(inventory.ListRunnersAsync),
            ]);
            await PlanAsync(cancellationToken);
            _isUnderWay = false;
            Volatile.Write(ref _doneTicks, began.UtcTicks);
        }
    }

    /// <summary>After each pass that was published.</summary>
    public void Passed()
    {
        _passes++;
        if (_isUnderWay)
        {
            passed.Ring();
        }
    }

    /// <summary>Two passes: one may have been planned already when the last list came in.</summary>
    private async Task PlanAsync(CancellationToken cancellationToken)
    {
        for (var enough = _passes + 2; _passes < enough;)
        {
            engine.Bell.Ring();
            await passed.WaitAsync(Timeout.InfiniteTimeSpan, cancellationToken);
        }
    }
}
