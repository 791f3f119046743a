using Paddock.App.Configuration;
using Paddock.Core.Model;

namespace Paddock.App.Images;

/// <summary>What a build needs that an image's own settings do not say.</summary>
internal static class ImageOrders
{
    /// <summary>
    /// Whose downloads list its runner comes from: a scope that is served from there, so that it is the runner of the
    /// right GitHub.
    /// </summary>
    public static Scope ScopeOf(PaddockConfig config, ProviderName provider) =>
        (config.Pools.FirstOrDefault(pool => pool.Offers.Any(offer => offer.Provider == provider)) ?? config.Pools[0])
        .Scopes[0];
}
