using Paddock.Core.Model;
using Paddock.Ports.Providers;

namespace Paddock.Providers;

/// <summary>
/// A provider as configured, one record per kind. What a kind can do is known from its settings alone, before anything
/// is reached: the policy is built from it.
/// </summary>
public abstract record ProviderSettings(ProviderName Name)
{
    /// <summary>The word behind <c>kind:</c>.</summary>
    public abstract string Kind { get; }

    public abstract ProviderTraits Traits { get; }

    /// <summary>
    /// Do machines use this host's own network, loopback included? Then nothing that listens here can tell a job from
    /// an operator by its address.
    /// </summary>
    public virtual bool SharesHostNetwork => false;

    /// <summary>Creates that may be under way at once; a pool waits with <c>starts-in-flight</c> above it.</summary>
    public int StartsMax { get; init; } = 16;

    /// <summary>Never more machines than this there, whichever pools they are of; null for no limit.</summary>
    public int? RunnersMax { get; init; }
}
