namespace Paddock.GitHub.Checks;

/// <summary>How much a finding matters.</summary>
public enum CheckLevel
{
    /// <summary>As it should be, or not to be found out from here.</summary>
    Note,

    /// <summary>It works, and not for everything that was meant.</summary>
    Warning,

    /// <summary>Jobs will wait for it.</summary>
    Error,
}

/// <summary>One thing that a check found at GitHub.</summary>
/// <param name="Place">What it is about: <c>connection default</c>, <c>org:acme</c>.</param>
/// <param name="Message">A sentence.</param>
/// <param name="Remedy">A sentence; null where the message says what to do.</param>
public sealed record CheckFinding(CheckLevel Level, string Place, string Message, string? Remedy = null);
