using Paddock.Core.Model;
using Paddock.Ports;

namespace Paddock.GitHub.Http.Rates;

/// <summary>
/// One identity's door: asks the budget under a lock, waits where waiting is short, refuses at once where GitHub has
/// said no. Holds no rule of its own.
/// </summary>
internal sealed class RateGate(string identity, RateRules rules, SteadyClock clock) : IDisposable
{
    private readonly Lock _lock = new();
    private readonly RateBudget _budget = new(rules);
    private readonly SemaphoreSlim _writes = new(rules.WritesMax);

    /// <summary>
    /// Throws <see cref="CallFailedException"/> with <c>RateLimited</c> when the request must not be sent.
    /// </summary>
    public async Task<RatePass> EnterAsync(ApiCall call, bool isWrite, CancellationToken cancellationToken)
    {
        var patientUntil = clock.Now + call.Patience;
        if (!isWrite)
        {
            return await TurnAsync(call, isWrite, patientUntil, cancellationToken);
        }

        // Before queueing for a place: sixteen writes that hang must not hide that the identity is limited.
        ThrowIfLimited(call);
        await QueueAsync(call, cancellationToken);
        try
        {
            return await TurnAsync(call, isWrite, patientUntil, cancellationToken);
        }
        catch
        {
            _writes.Release();
            throw;
        }
    }

    /// <summary>Gives the pass back. Returns the identity's pause when the answer was a limit.</summary>
    public RatePause? Leave(RatePass pass, bool isWrite, RateAnswer? answer)
    {
        if (isWrite)
        {
            _writes.Release();
        }
        lock (_lock)
        {
            return _budget.Answered(pass, answer, clock.Now);
        }
    }

    public RateBudgetView View()
    {
        lock (_lock)
        {
            return _budget.View(identity, clock.Now);
        }
    }

    /// <summary>A place among the writes, if one becomes free while the call is patient.</summary>
    private async Task QueueAsync(ApiCall call, CancellationToken cancellationToken)
    {
        if (await _writes.WaitAsync(TimeSpan.Zero, cancellationToken))
        {
            return;
        }
        using var patience = new CancellationTokenSource(call.Patience, clock.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        try
        {
            await _writes.WaitAsync(either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new CallFailedException(new Fault(
                FaultKind.Transient, $"{identity}: {rules.WritesMax} writes are under way and none came to its end."));
        }
    }

    private async Task<RatePass> TurnAsync(
        ApiCall call, bool isWrite, DateTimeOffset patientUntil, CancellationToken cancellationToken)
    {
        while (true)
        {
            switch (Ask(call, isWrite))
            {
                case RateVerdict.Go go:
                    return go.Pass;
                case RateVerdict.Limited limited:
                    throw Refused(limited.Until, limited.Why);
                case RateVerdict.Wait wait when wait.Until > patientUntil:
                    throw Refused(wait.Until, wait.Why);
                case RateVerdict.Wait wait:
                    await clock.WaitUntilAsync(wait.Until, cancellationToken);
                    break;
            }
        }
    }

    private RateVerdict Ask(ApiCall call, bool isWrite)
    {
        lock (_lock)
        {
            return _budget.Ask(call.Purpose, isWrite, clock.Now);
        }
    }

    private void ThrowIfLimited(ApiCall call)
    {
        lock (_lock)
        {
            if (_budget.LimitOf(call.Purpose, clock.Now) is { } limited)
            {
                throw Refused(limited.Until, limited.Why);
            }
        }
    }

    private CallFailedException Refused(DateTimeOffset until, string why) =>
        new(new Fault(FaultKind.RateLimited, $"{identity} sends nothing before {until:HH:mm:ss} UTC: {why}.", until));

    public void Dispose() => _writes.Dispose();
}
