using Paddock.Core.Model;

namespace Paddock.Core.Planning;

/// <summary>
/// All back-off is computed here, from the attempt, without a clock or dice of its own. The executor makes one attempt
/// and reports; the row then says not before when.
/// </summary>
public static class Backoff
{
    /// <summary>A doubling time: <paramref name="first"/>, twice that, … never above <paramref name="most"/>.</summary>
    public static TimeSpan Doubling(TimeSpan first, TimeSpan most, int attempt)
    {
        // Above 30 doublings every sensible first time is past every sensible cap; shifting further would overflow.
        var doublings = Math.Clamp(attempt - 1, 0, 30);
        var ticks = first.Ticks * (double)(1L << doublings);
        return ticks >= most.Ticks ? most : TimeSpan.FromTicks((long)ticks);
    }

    /// <summary>
    /// When a call that failed at <paramref name="at"/> is due again. Whoever refused it may know better than any
    /// back-off: a limit that ends in an hour makes every attempt before a wasted one.
    /// </summary>
    /// <param name="retryAt">The other side's own word, and then the only one that counts.</param>
    public static DateTimeOffset NotBefore(DateTimeOffset at, DateTimeOffset? retryAt, TimeSpan backoff) =>
        retryAt > at ? retryAt.Value : at + backoff;

    /// <summary>
    /// A busy runner finishes when its job does, minutes to hours: asking twice a minute is plenty. Other faults are
    /// outages of seconds, and grow.
    /// </summary>
    public static TimeSpan AfterRemoval(FaultKind fault, int attempt) =>
        fault == FaultKind.Busy
            ? Doubling(TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(10), attempt)
            : Doubling(TimeSpan.FromSeconds(2), TimeSpan.FromMinutes(5), attempt);

    public static TimeSpan AfterDelete(int attempt) =>
        Doubling(TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(2), attempt);
}
