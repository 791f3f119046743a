using Paddock.App.Configuration.Keys;
using Paddock.App.Configuration.Reading;
using Paddock.Core.Model;
using Paddock.Providers;
using Paddock.Providers.Docker;
using Paddock.Providers.Process;

namespace Paddock.App.Configuration.Sections;

/// <summary><c>offers:</c> of a pool.</summary>
internal static class OffersSection
{
    /// <summary>GitHub's own image, with the runner in it.</summary>
    public const string DockerImage = "ghcr.io/actions/actions-runner:latest";

    /// <summary>An offer with several locations becomes as many offers, in their order.</summary>
    public static IReadOnlyList<Offer> Read(View at, IReadOnlyList<ProviderSettings> providers) =>
        [.. at.Items.SelectMany(item => Expand(item, providers))];

    private static IEnumerable<Offer> Expand(View at, IReadOnlyList<ProviderSettings> providers)
    {
        Pairs.RefuseBoth(at.At("location"), at.At("locations"));
        var provider = providers.FirstOrDefault(provider => provider.Name.Value == at.At("provider").Name);
        CheckName(at.At("provider"), provider, providers);
        CheckFit(at, provider);
        var offer = new Offer(
            new ProviderName(at.At("provider").Name ?? ""),
            Size(at.At("size")),
            at.At("location").Text(ScalarRule.Text),
            at.At("image").Text(ScalarRule.Text) ?? (provider is DockerSettings ? DockerImage : ""));
        var locations = at.At("locations").Items.Select(item => item.Text(ScalarRule.Text)).OfType<string>().ToList();
        return locations.Count == 0 ? [offer] : locations.Select(location => offer with { Location = location });
    }

    /// <summary>
    /// A rule of Core as well, but that counts offers after their locations were told apart; here the place is known.
    /// </summary>
    private static void CheckName(View name, ProviderSettings? found, IReadOnlyList<ProviderSettings> providers)
    {
        if (name.Name is not { } written || found is not null)
        {
            return;
        }
        var known = providers.Select(provider => provider.Name.Value).ToList();
        var remedy = Nearest.To(written, known) is { } near ? $"Did you mean '{near}'?"
            : known.Count > 0 ? $"Use one of: {string.Join(", ", known)}."
            : $"Add it: providers: {{{written}: {{kind: docker}}}}.";
        name.Error($"There is no provider '{written}'.", remedy);
    }

    private static MachineSize Size(View at) => at.Node is ConfigNode.Map
        ? new MachineSize(null, at.At("cpu").Number, at.At("memory").Size, at.At("disk").Size)
        : new MachineSize(at.Text(ScalarRule.Text));

    /// <summary>What a provider would silently ignore, an operator believes to be in force.</summary>
    private static void CheckFit(View at, ProviderSettings? provider)
    {
        var ignored = provider switch
        {
            DockerSettings => ["location", "locations"],
            ProcessSettings => ["size", "image", "location", "locations"],
            _ => Array.Empty<string>(),
        };
        foreach (var key in ignored.Select(key => at.At(key)).Where(key => key.IsThere))
        {
            key.Warn($"{key.Path} has no effect with a provider of kind {provider!.Kind}.", "Remove it.");
        }
        if (provider is DockerSettings && at.At("size").Text(ScalarRule.Text) is not null)
        {
            at.At("size").Error("Docker knows no named sizes.", "Write limits, like size: {cpu: 2, memory: 4GiB}.");
        }
    }
}
