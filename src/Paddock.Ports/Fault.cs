using Paddock.Core.Model;

namespace Paddock.Ports;

/// <summary>
/// An answer other than success. <paramref name="Message"/> is for people: what the other side said and, where we
/// know one, the remedy. <paramref name="RetryAt"/> is the other side's own word on when to ask again.
/// </summary>
public sealed record Fault(FaultKind Kind, string Message, DateTimeOffset? RetryAt = null)
{
    /// <summary>
    /// The same of what certainly made nothing, or of what is safe to repeat: nobody has to look what became of it.
    /// </summary>
    public Fault AsCertain() => Kind == FaultKind.Ambiguous ? this with { Kind = FaultKind.Transient } : this;

    public override string ToString() => $"{Kind}: {Message}";
}
