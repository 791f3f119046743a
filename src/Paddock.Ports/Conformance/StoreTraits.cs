namespace Paddock.Ports.Conformance;

/// <summary>What the suite can do to an implementation besides asking it; what it cannot do is not checked.</summary>
/// <param name="Restarts">It outlives its process.</param>
/// <param name="Breaks">It can be made to fail, and to recover.</param>
public readonly record struct StoreTraits(bool Restarts, bool Breaks);
