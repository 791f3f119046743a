namespace Paddock.Core.Planning;

/// <summary>Jobs that would start but for limits of machines: one limit for each pool they could start in.</summary>
internal sealed record Blocked(IReadOnlyList<Wait> Limits, int Jobs);
