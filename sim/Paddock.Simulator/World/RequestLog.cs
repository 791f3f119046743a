namespace Paddock.Simulator.World;

/// <summary>What an answer said about limits, by the own books of whoever answers.</summary>
/// <param name="NotBefore">
/// Since the start of the run; null where nothing forbids the next request. Where GitHub names no time it is the minute
/// its documentation asks for (GitHub docs, "Best practices for using the REST API").
/// </param>
public readonly record struct LimitWord(bool IsRefusal, TimeSpan? NotBefore);

/// <summary>
/// Every request that an engine sends to GitHub or to one provider, and every answer at the moment at which the engine
/// hears it. Nobody hears answers that are under way when the engine dies.
/// </summary>
public sealed class RequestLog
{
    private long _last;

    /// <summary>With its number; numbers rise in the order of sending.</summary>
    public event Action<long>? Sent;

    /// <summary>The number of the request; null where no answer came.</summary>
    public event Action<long, LimitWord?>? Heard;

    public long Send()
    {
        Sent?.Invoke(++_last);
        return _last;
    }

    public void Hear(long request, LimitWord? word) => Heard?.Invoke(request, word);
}
