using Paddock.Core.Model;

namespace Paddock.GitHub.Http;

/// <summary>What a call is for: who goes first when the budget is short.</summary>
internal enum CallPurpose
{
    /// <summary>Lists, checks, sweeps: can wait.</summary>
    Read,

    /// <summary>A job waits for it.</summary>
    Ticket,

    /// <summary>A machine that costs money waits for it.</summary>
    Removal,
}

/// <summary>A call as the handlers need to know it.</summary>
/// <param name="Scope">For whom: picks the credential.</param>
/// <param name="Patience">How long the call may wait for its turn in the budget before it is refused.</param>
/// <param name="Remember">Keep the answer with its ETag, so that an unchanged one costs nothing next time.</param>
internal sealed record ApiCall(Scope Scope, CallPurpose Purpose, TimeSpan Patience, bool Remember = false)
{
    /// <summary>Where the answers are counted; null for nowhere.</summary>
    public CallTally? Tally { get; init; }

    /// <summary>The executor wants to know now; the planner can do something else meanwhile.</summary>
    private static readonly TimeSpan Short = TimeSpan.FromSeconds(2);

    /// <summary>A sweep has nothing better to do than to wait until the window of a minute has room again.</summary>
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(90);

    public static ApiCall ForTicket(Scope scope, bool remember = false) =>
        new(scope, CallPurpose.Ticket, Short, remember);

    public static ApiCall ForRemoval(Scope scope) => new(scope, CallPurpose.Removal, Short);

    public static ApiCall ForLook(Scope scope, bool remember = false) => new(scope, CallPurpose.Read, Short, remember);

    /// <summary>Somebody at a terminal waits for it, and for nothing else.</summary>
    public static ApiCall ForOperator(Scope scope) => new(scope, CallPurpose.Read, Long);

    public static ApiCall ForSweep(Scope scope, CallTally? tally = null) =>
        new(scope, CallPurpose.Read, Long, Remember: true) { Tally = tally };
}
