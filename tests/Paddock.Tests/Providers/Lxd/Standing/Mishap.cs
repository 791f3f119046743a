namespace Paddock.Tests.Providers.Lxd.Standing;

/// <summary>What befalls a request.</summary>
internal abstract record Mishap
{
    /// <summary>It is refused and not done.</summary>
    internal sealed record Refuse(int Status, string Text) : Mishap;

    /// <summary>The connection breaks before anything is done.</summary>
    internal sealed record BreakBefore : Mishap;

    /// <summary>It is done, and the reply is lost.</summary>
    internal sealed record BreakAfter : Mishap;

    /// <summary>It is done, and the connection breaks in the middle of the reply.</summary>
    internal sealed record CutShort : Mishap;

    /// <summary>It is accepted, and the operation it begins ends in this error, undone.</summary>
    internal sealed record OperationFails(string Text) : Mishap;

    /// <summary>It is not looked at before the task ends.</summary>
    internal sealed record Hold(Task Until) : Mishap;
}
