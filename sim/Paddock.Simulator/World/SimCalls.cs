using Paddock.Simulator.Faults;

namespace Paddock.Simulator.World;

/// <summary>How one call over the network went, drawn when it is sent.</summary>
public enum CallFate
{
    Answered,

    /// <summary>Certainly not carried out, and the caller is told so.</summary>
    Refused,

    /// <summary>Carried out; the caller hears a broken connection.</summary>
    ReplyLost,

    /// <summary>Carried out; the caller hears nothing until its patience ends.</summary>
    Silence,

    /// <summary>Never arrives; the caller hears nothing until its patience ends.</summary>
    Swallowed,

    /// <summary>The caller hears a broken connection, and the request is carried out afterwards.</summary>
    CarriedOutLate,
}

/// <summary>
/// The network between an engine and the world. A request that is under way when the engine dies may still be carried
/// out: nobody can call back a packet.
/// </summary>
public sealed class SimCalls(SimTime time, SimDice dice, FaultBox faults)
{
    private bool _isClosed;

    /// <summary>The engine is dead. Half of what it had sent gets through all the same.</summary>
    public void Close() => _isClosed = true;

    public CallFate DrawFate(string what, string place)
    {
        if (faults.OutageOf(place) is { } outage)
        {
            faults.Count($"{what} in an outage");
            return outage.IsSilent ? CallFate.Swallowed : CallFate.Refused;
        }
        var rates = faults.Rates;
        return faults.Strikes($"{what} refused", rates.Refused) ? CallFate.Refused
            : faults.Strikes($"{what} reply lost", rates.ReplyLost)
                ? (dice.Chance(0.5) ? CallFate.ReplyLost : CallFate.Silence)
            : faults.Strikes($"{what} carried out late", rates.CarriedOutLate) ? CallFate.CarriedOutLate
            : CallFate.Answered;
    }

    /// <summary>
    /// Sends a request. <paramref name="serve"/> is what the other side does with it, <paramref name="refused"/> and
    /// <paramref name="broken"/> are what the caller makes of no answer, <paramref name="late"/> is how much later a
    /// late request is carried out.
    /// </summary>
    public Task<TReply> CallAsync<TReply>(
        CallFate fate, Func<TReply> serve, Func<TReply> refused, Func<TReply> broken, TimeSpan late,
        CancellationToken limit)
    {
        var reply = new TaskCompletionSource<TReply>();
        var patience = limit.Register(() => reply.TrySetCanceled(limit));
        time.After(dice.Millis(5, 300), () =>
        {
            if (_isClosed && dice.Chance(0.5))
            {
                return;
            }
            switch (fate)
            {
                case CallFate.Refused:
                    Answer(refused());
                    break;
                case CallFate.CarriedOutLate:
                    time.After(late, () => serve());
                    Answer(broken());
                    break;
                case CallFate.ReplyLost:
                    serve();
                    Answer(broken());
                    break;
                case CallFate.Silence:
                    serve();
                    break;
                case CallFate.Swallowed:
                    break;
                default:
                    Answer(serve());
                    break;
            }
        });
        return reply.Task;

        void Answer(TReply answer) => time.After(dice.Millis(5, 200), () =>
        {
            patience.Dispose();
            reply.TrySetResult(answer);
        });
    }
}
