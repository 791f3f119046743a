using Paddock.Ports;

namespace Paddock.GitHub.Hooks;

/// <summary>In what a hook is not as it should be.</summary>
/// <param name="Text">The end of a sentence that begins with the hook: <c>is switched off</c>.</param>
/// <param name="IsGrave">Deliveries are lost or not safe with it; otherwise they only cost more.</param>
/// <param name="ByHand">What a person has to do about it; null where setting up mends it.</param>
public sealed record HookFlaw(string Text, bool IsGrave, string? ByHand = null);

/// <summary>What became of our hook at a scope, or of an App's own.</summary>
public enum HookDeed
{
    /// <summary>It is there, and was only looked at; its flaws are told.</summary>
    Found,

    /// <summary>There is none that sends to us.</summary>
    Absent,

    Created,

    /// <summary>Its flaws, which are told, were mended, but for those that take a person.</summary>
    Repaired,

    /// <summary>It has another secret.</summary>
    Rotated,

    Removed,
}

/// <summary>The answer to looking at our hook, or changing it.</summary>
public abstract record HookReply
{
    private HookReply()
    {
    }

    /// <param name="Hook">Its number, which for an App's own is the App's; 0 when there is none.</param>
    public sealed record Done(HookDeed Deed, long Hook, IReadOnlyList<HookFlaw> Flaws) : HookReply;

    /// <param name="IsByHand">There is nothing to be tried, and a person can do it.</param>
    public sealed record Refused(Fault Fault, bool IsByHand = false) : HookReply;
}

/// <summary>Whether GitHub reaches us, by what its own log says.</summary>
public abstract record ReachReply
{
    private ReachReply()
    {
    }

    /// <param name="Code">Our answer; 0 when there was none.</param>
    /// <param name="Status">GitHub's words for it.</param>
    public sealed record Logged(bool Arrived, int Code, string Status) : ReachReply;

    /// <summary>Nothing is in the log, or not yet.</summary>
    public sealed record Unseen : ReachReply;

    /// <summary>An App's webhook is not pinged, and there was nothing that could have been sent once more.</summary>
    public sealed record Untried : ReachReply;

    public sealed record Refused(Fault Fault) : ReachReply;
}
