using Paddock.Ports;

namespace Paddock.Engine;

/// <summary>What a look at a job says about spending money on it.</summary>
internal abstract record CheckReply
{
    /// <summary>It waits, as far as anybody can tell, and may be served.</summary>
    public sealed record Wanted : CheckReply;

    /// <summary>It is over, taken, or kept out; the books say so, and the planner closes its order.</summary>
    public sealed record Unwanted : CheckReply;

    /// <summary>Nothing may be spent before it is known whether it may be served, and nobody could say.</summary>
    public sealed record Unsure(Fault Fault) : CheckReply;
}
