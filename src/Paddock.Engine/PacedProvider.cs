using Paddock.Core.Model;
using Paddock.Core.Planning;
using Paddock.Ports;
using Paddock.Ports.Forge;
using Paddock.Ports.Providers;

namespace Paddock.Engine;

/// <summary>
/// A provider as the engine asks it, left alone as a whole once it has said "too often" (promise P8): creates, lists
/// and deletions share what it grants, and who goes on asking is shut out for longer. The pause is as long as the
/// provider says, and without its word doubles with each refusal. Then one call tries whether it is over; the others
/// follow when it has been answered.
/// </summary>
/// <remarks>
/// A pause is kept by the monotonic clock: a wall clock that is put back must not make an hour of a minute. To the
/// planner its end is told by the engine's.
/// </remarks>
internal sealed class PacedProvider(IProvider inner, ProviderName name, EngineClock clock, TimeProvider time)
    : IProvider
{
    /// <summary>
    /// What is refused because another call is trying comes again then. Each refusal is a fact, and a try may hang.
    /// </summary>
    private static readonly TimeSpan TryPause = TimeSpan.FromSeconds(10);

    private TimeSpan _pause;
    private long _refusedAt;
    private int _refusals;
    private bool _isTrying;

    private TimeSpan Left => _refusals == 0 ? TimeSpan.Zero : _pause - time.GetElapsedTime(_refusedAt);

    public ProviderTraits Traits => inner.Traits;

    public IReadOnlyList<Undertaking> UnderWay => inner.UnderWay;

    public Task<IReadOnlyList<Finding>> ValidateAsync(
        IReadOnlyList<Offer> offers, CancellationToken cancellationToken) =>
        inner.ValidateAsync(offers, cancellationToken);

    public Task<EnsureReply> EnsureAsync(MachineSpec spec, Ticket? ticket, CancellationToken cancellationToken) =>
        CallAsync(
            () => inner.EnsureAsync(spec, ticket, cancellationToken), reply => (reply as EnsureReply.Refused)?.Fault,
            fault => new EnsureReply.Refused(fault));

    public Task<MachineListReply> ListAsync(CancellationToken cancellationToken) =>
        CallAsync(
            () => inner.ListAsync(cancellationToken), reply => (reply as MachineListReply.Refused)?.Fault,
            fault => new MachineListReply.Refused(fault));

    public Task<DeleteReply> DeleteAsync(MachineName machine, CancellationToken cancellationToken) =>
        CallAsync(
            () => inner.DeleteAsync(machine, cancellationToken), reply => (reply as DeleteReply.Refused)?.Fault,
            fault => new DeleteReply.Refused(fault));

    public IAsyncEnumerable<MachineEvent> WatchAsync(CancellationToken cancellationToken) =>
        inner.WatchAsync(cancellationToken);

    /// <summary>Nobody needs it enough to try whether the pause is over.</summary>
    public Task<Diagnosis?> DiagnoseAsync(MachineName machine, CancellationToken cancellationToken) =>
        _refusals > 0 ? Task.FromResult<Diagnosis?>(null) : inner.DiagnoseAsync(machine, cancellationToken);

    /// <summary>Nobody asks by way of the engine.</summary>
    public Task<NetworksReply> NetworksAsync(CancellationToken cancellationToken) =>
        inner.NetworksAsync(cancellationToken);

    private async Task<TReply> CallAsync<TReply>(
        Func<Task<TReply>> call, Func<TReply, Fault?> faultOf, Func<Fault, TReply> refuse)
    {
        if (WhyNot() is { } limited)
        {
            return refuse(limited);
        }
        var began = time.GetTimestamp();
        var isTry = _refusals > 0;
        _isTrying |= isTry;
        try
        {
            var reply = await call();
            return Hear(faultOf(reply), began) is { } refusal ? refuse(refusal) : reply;
        }
        finally
        {
            _isTrying &= !isTry;
        }
    }

    private Fault? WhyNot() =>
        Left is { Ticks: > 0 } left ? Limited("it was asked too often", left)
        : _isTrying ? Limited("another request tries whether the pause is over", TryPause)
        : null;

    private Fault Limited(string why, TimeSpan left)
    {
        var until = clock.Now + left;
        return new Fault(FaultKind.RateLimited, $"{name} is not asked before {until:HH:mm:ss} UTC: {why}.", until);
    }

    /// <summary>
    /// Calls that were under way together and are refused together are one refusal; an answer ends the pause only if
    /// it is one, and to what was sent after the last. Returns the refusal with the pause that follows.
    /// </summary>
    private Fault? Hear(Fault? fault, long began)
    {
        var isNews = _refusals == 0 || began > _refusedAt;
        if (fault is not { Kind: FaultKind.RateLimited })
        {
            var isAnswer = fault?.Kind is not (FaultKind.Transient or FaultKind.Ambiguous);
            _refusals = isNews && isAnswer ? 0 : _refusals;
            return null;
        }
        var (now, left) = (time.GetUtcNow(), Left);
        _refusals += isNews ? 1 : 0;
        var pause = Cooling.Until(fault.Kind, _refusals, now, fault.RetryAt) - now;
        (_pause, _refusedAt) = (pause > left ? pause : left, time.GetTimestamp());
        return fault with { RetryAt = clock.Now + _pause };
    }
}
