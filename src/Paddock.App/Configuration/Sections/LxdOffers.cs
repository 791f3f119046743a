using Paddock.App.Configuration.Keys;
using Paddock.App.Configuration.Reading;
using Paddock.Core.Model;
using Paddock.Core.Policy;
using Paddock.Providers;
using Paddock.Providers.Lxd;

namespace Paddock.App.Configuration.Sections;

/// <summary>What a pool's offers ask of LXD or Incus, against what their provider says.</summary>
internal static class LxdOffers
{
    public static void Check(View at, LxdSettings provider)
    {
        CheckImage(at.At("image"), provider);
        var size = at.At("size");
        var definition = provider.UsualSize;
        if (size.Text(ScalarRule.Text) is { } name && !provider.Sizes.TryGetValue(name, out definition))
        {
            size.Error(
                $"Provider '{provider.Name}' has no size '{name}'.",
                Nearest.To(name, provider.Sizes.Keys) is { } near ? $"Did you mean '{near}'?"
                : provider.Sizes.Count > 0 ? $"Use one of: {string.Join(", ", provider.Sizes.Keys)}."
                : $"Add it under sizes of provider {provider.Name}, or write limits: {{cpu: 2, memory: 4GiB}}.");
            return;
        }
        if ((size.At("disk").Size ?? definition!.DiskBytes) is not null && provider.StoragePool is null)
        {
            size.Error(
                $"The size of a disk is set in a storage pool, and provider '{provider.Name}' does not name one.",
                "Add storage_pool to the provider, or leave disk out.");
        }
    }

    /// <summary>
    /// A machine whose runner never came online still runs and can be kept; one that ended is gone when we hear of it.
    /// </summary>
    public static void CheckKeeping(View at, IReadOnlyList<Offer> offers, IReadOnlyList<ProviderSettings> providers)
    {
        var ephemeral = providers.OfType<LxdSettings>().FirstOrDefault(
            provider => provider.Ephemeral && offers.Any(offer => offer.Provider == provider.Name));
        if (at.IsThere && ephemeral is not null)
        {
            at.Warn(
                $"An instance of provider '{ephemeral.Name}' is deleted as soon as it has ended, so of those that "
                + "failed only what still runs is kept.",
                "Set ephemeral: false for the provider, or remove keep_failed.");
        }
    }

    private static void CheckImage(View at, LxdSettings provider)
    {
        if (!at.IsThere)
        {
            if (!at.Context.Faults.IsSpoilt(at.Path))
            {
                at.Error(
                    $"{at.Path} is missing, and {provider.Kind} has no image that would do for everyone.",
                    "Write an alias on the server, or remote:alias.");
            }
        }
        else if (at.Text(ScalarRule.Text) is { } image && provider.FaultOf(image) is { } fault)
        {
            at.Error(fault, "Write an alias on the server, or remote:alias.");
        }
    }
}
