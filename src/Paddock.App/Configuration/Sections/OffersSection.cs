using Paddock.App.Configuration.Keys;
using Paddock.App.Configuration.Reading;
using Paddock.Core.Model;
using Paddock.Providers;
using Paddock.Providers.Docker;
using Paddock.Providers.Lxd;
using Paddock.Providers.Process;

namespace Paddock.App.Configuration.Sections;

/// <summary><c>offers:</c> of a pool.</summary>
internal static class OffersSection
{
    /// <summary>GitHub's own image, with the runner in it.</summary>
    public const string DockerImage = "ghcr.io/actions/actions-runner:latest";

    public static IReadOnlyList<Offer> Read(View at, IReadOnlyList<ProviderSettings> providers) =>
        [.. at.Items.Select(item => Offer(item, providers))];

    private static Offer Offer(View at, IReadOnlyList<ProviderSettings> providers)
    {
        var provider = providers.FirstOrDefault(provider => provider.Name.Value == at.At("provider").Name);
        CheckFit(at, provider);
        return new Offer(
            new ProviderName(at.At("provider").Name ?? ""),
            Size(at.At("size")),
            Location: null,
            at.At("image").Text(ScalarRule.Text) ?? (provider is DockerSettings ? DockerImage : ""));
    }

    private static MachineSize Size(View at) => at.Node is ConfigNode.Map
        ? new MachineSize(null, at.At("cpu").Number, at.At("memory").Size, at.At("disk").Size)
        : new MachineSize(at.Text(ScalarRule.Text));

    /// <summary>What a provider would silently ignore, an operator believes to be in force.</summary>
    private static void CheckFit(View at, ProviderSettings? provider)
    {
        var ignored = provider is ProcessSettings ? new[] { "size", "image" } : [];
        foreach (var key in ignored.Select(key => at.At(key)).Where(key => key.IsThere))
        {
            key.Warn($"{key.Path} has no effect with a provider of kind {provider!.Kind}.", "Remove it.");
        }
        if (provider is DockerSettings && at.At("size").Text(ScalarRule.Text) is not null)
        {
            at.At("size").Error("Docker knows no named sizes.", "Write limits, like size: {cpu: 2, memory: 4GiB}.");
        }
        if (provider is LxdSettings lxd)
        {
            LxdOffers.Check(at, lxd);
        }
    }
}
