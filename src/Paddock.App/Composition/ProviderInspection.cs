using Paddock.App.Configuration;
using Paddock.Core.Model;
using Paddock.Ports.Providers;

namespace Paddock.App.Composition;

/// <summary>
/// Asks every provider whether it can work as configured. What only the operator can mend keeps Paddock from starting;
/// a provider that is merely away is a warning, because it may come back and the jobs of the others do not wait.
/// </summary>
internal static class ProviderInspection
{
    /// <exception cref="StartRefusedException">With all errors of all providers at once.</exception>
    public static async Task RunAsync(
        PaddockConfig config, IReadOnlyDictionary<ProviderName, IProvider> providers, HostLog log,
        CancellationToken cancellationToken)
    {
        var findings = await Task.WhenAll(providers.Select(async provider =>
            (provider.Key,
                Found: await provider.Value.ValidateAsync(OffersOf(config, provider.Key), cancellationToken))));
        var errors = new List<(ProviderName Provider, Finding Finding)>();
        foreach (var (provider, found) in findings)
        {
            foreach (var finding in found)
            {
                log.Found(provider, finding);
                if (finding.IsError)
                {
                    errors.Add((provider, finding));
                }
            }
        }
        if (errors is [var (first, fault), ..])
        {
            var others = errors.Count == 1 ? "" : $" ({errors.Count - 1} more above)";
            throw new StartRefusedException($"Provider {first}: {fault.Message}{others}", fault.Remedy);
        }
    }

    /// <summary>
    /// What it has to be able to make. An image that Paddock keeps by itself need not be there yet, but what it is made
    /// of has to.
    /// </summary>
    public static IReadOnlyList<Offer> OffersOf(PaddockConfig config, ProviderName provider)
    {
        var kept = config.Images.Where(image => image.Provider == provider && image.Rebuild is not null)
            .ToDictionary(image => image.Alias, image => image.Base);
        return
        [
            .. config.Pools.SelectMany(pool => pool.Offers).Where(offer => offer.Provider == provider)
                .Select(offer => kept.TryGetValue(offer.Image, out var from) ? offer with { Image = from } : offer)
                .Distinct(),
        ];
    }
}
