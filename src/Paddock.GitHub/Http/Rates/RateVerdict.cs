namespace Paddock.GitHub.Http.Rates;

/// <summary>May a request be sent now?</summary>
internal abstract record RateVerdict
{
    /// <summary>Yes; the pass is given back with the answer.</summary>
    public sealed record Go(RatePass Pass) : RateVerdict;

    /// <summary>Not before this time: our own spacing, nothing GitHub has said.</summary>
    public sealed record Wait(DateTimeOffset Until, string Why) : RateVerdict;

    /// <summary>GitHub limits this identity until then. Sending anyway can get it banned.</summary>
    public sealed record Limited(DateTimeOffset Until, string Why) : RateVerdict;
}

/// <summary>A request that was let through.</summary>
/// <param name="IsProbe">The first after a pause: nobody else goes until it is back.</param>
internal readonly record struct RatePass(DateTimeOffset SentAt, bool IsProbe);

/// <summary>What an answer that is a limit comes to.</summary>
/// <param name="IsNews">False when a request of the same burst has reported it before.</param>
internal readonly record struct RatePause(DateTimeOffset Until, bool IsNews);
