using Paddock.Core.Model;
using Paddock.GitHub.Http;
using Paddock.GitHub.Http.Rates;
using Paddock.Ports;
using Paddock.Simulator.Faults;

namespace Paddock.Simulator.World;

/// <summary>One request to GitHub, and what its caller makes of each way it can end.</summary>
/// <param name="Serve">What GitHub does with it.</param>
/// <param name="Refused">What the caller makes of a fault that says: not done.</param>
internal sealed record SimRequest<TReply>(
    string What, ApiCall Call, bool IsWrite, Func<TReply> Serve, Func<Fault, TReply> Refused)
{
    /// <summary>What the caller makes of a broken connection; as of a refusal where repeating is safe.</summary>
    public Func<TReply>? Broken { get; init; }

    /// <summary>It has passed the gate and is on its way.</summary>
    public Action? Sent { get; init; }

    /// <summary>How much later it is carried out when its reply is lost first.</summary>
    public TimeSpan Late { get; init; }

    /// <summary>A caller that waits for ever is not left in silence: it hears a refusal.</summary>
    public bool IsPatient { get; init; }
}

/// <summary>
/// The line of one engine to GitHub: the product's own rate gate, the network, and a GitHub that counts. Everything
/// stays on the pump: the gate's queue for writes, which would not, is never entered, because the engine's lane lets
/// no more through than it has places.
/// </summary>
public sealed class SimLine : IDisposable
{
    private static readonly RateRules Rules = RateRules.Default with { WritesMax = 1000 };
    private static readonly RateAnswer Plain = new(false, false, RetryAfter: null, Hourly: null, false);
    private static readonly Fault Down = new(FaultKind.Transient, "GitHub answers 503.");
    private static readonly Fault Broken = new(FaultKind.Transient, "The connection broke.");

    private readonly SimWorld _world;
    private readonly SimCalls _calls;
    private readonly GateFault _sabotage;
    private readonly SteadyClock _clock;
    private RateGate _gate;
    private DateTimeOffset? _pausedUntil;

    public SimLine(SimWorld world, SimCalls calls, GateFault sabotage)
    {
        (_world, _calls, _sabotage) = (world, calls, sabotage);
        _clock = new SteadyClock(world.Time);
        _gate = new RateGate("paddock", Rules, _clock);
    }

    internal async Task<TReply> SendAsync<TReply>(SimRequest<TReply> request, CancellationToken limit)
    {
        if (_sabotage == GateFault.SendsAnyway)
        {
            return (await CrossAsync(request, limit)).Reply;
        }
        var gate = Gate();
        RatePass pass;
        try
        {
            pass = await gate.EnterAsync(request.Call, request.IsWrite, limit);
        }
        catch (CallFailedException held)
        {
            _world.Faults.Count("request held back");
            return request.Refused(held.Fault);
        }
        RatePause? pause;
        Heard<TReply>? heard = null;
        try
        {
            heard = await CrossAsync(request, limit);
        }
        finally
        {
            pause = gate.Leave(pass, request.IsWrite, heard?.Says);
        }
        return pause is { Until: var until } ? request.Refused(Limited(until)) : heard.Value.Reply;
    }

    public void Dispose() => _gate.Dispose();

    private async Task<Heard<TReply>> CrossAsync<TReply>(SimRequest<TReply> request, CancellationToken limit)
    {
        var number = _world.Requests.Send();
        request.Sent?.Invoke();
        LimitWord? means = null;
        var fate = _calls.DrawFate(request.What, FaultBox.GitHub);
        if (request.IsPatient && fate is CallFate.Silence or CallFate.Swallowed)
        {
            fate = CallFate.Refused;
        }
        try
        {
            var heard = await _calls.CallAsync(
                fate,
                () => Serve(request),
                () => new Heard<TReply>(request.Refused(Down), Plain, default(LimitWord)),
                () => new Heard<TReply>(request.Broken is { } broken ? broken() : request.Refused(Broken), null, null),
                request.Late, limit);
            means = heard.Means;
            return heard;
        }
        finally
        {
            _world.Requests.Hear(number, means);
        }
    }

    private Heard<TReply> Serve<TReply>(SimRequest<TReply> request)
    {
        var (says, means) = _world.GitHub.Identity.Count(request.IsWrite);
        var fault = means.IsRefusal ? Down : _world.GitHub.Identity.Doubt();
        return new Heard<TReply>(fault is null ? request.Serve() : request.Refused(fault), says, means);
    }

    private Fault Limited(DateTimeOffset until)
    {
        _pausedUntil = until;
        return new Fault(FaultKind.RateLimited, $"GitHub limits us until {until:HH:mm:ss} UTC.", until);
    }

    private RateGate Gate()
    {
        if (_sabotage == GateFault.ForgetsThePause && _pausedUntil <= _clock.Now)
        {
            _gate.Dispose();
            _gate = new RateGate("paddock", Rules, _clock);
            _pausedUntil = null;
        }
        return _gate;
    }

    private readonly record struct Heard<TReply>(TReply Reply, RateAnswer? Says, LimitWord? Means);
}
