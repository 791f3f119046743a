using Paddock.App.Configuration.Import;
using Paddock.App.Configuration.Keys;

namespace Paddock.App.Configuration.Reading;

/// <summary>The pool, its provider and its offer that flags and variables describe without any file.</summary>
internal static class OnePool
{
    private const string DefaultProvider = "docker";

    /// <summary>What the charm has options for is said in its words, and means what it means there.</summary>
    private static readonly string[] OfCharm = ["path", "containers", "virtual-machines"];

    /// <param name="given">By name of the setting.</param>
    public static ConfigNode.Map Add(
        ConfigNode.Map root, IReadOnlyDictionary<string, ConfigNode.Scalar> given, ImportSite site)
    {
        if (OfCharm.Any(given.ContainsKey))
        {
            return AddCharm(root, given, site);
        }
        var place = given.Values.First().Place;
        var kind = given.GetValueOrDefault("provider") ?? new ConfigNode.Scalar(place, DefaultProvider);

        // The provider is named after its kind. An unknown kind is told at the provider, so its name need not be one.
        var name = kind.Text is { } text && ScalarRule.IsName(text) ? kind : new(place, DefaultProvider);
        if (root.Find("providers") is null)
        {
            root = root.With(["providers", name.Text!, "kind"], kind);
        }
        return root.With(["pools"], new ConfigNode.List(place, [Pool(place, name, given)]));
    }

    private static ConfigNode.Map AddCharm(
        ConfigNode.Map root, IReadOnlyDictionary<string, ConfigNode.Scalar> given, ImportSite site)
    {
        var place = given.Values.First().Place;
        var options = Draft.Map(
            place, [.. given.Select(one => (one.Key == "pool" ? "application" : one.Key, (ConfigNode?)one.Value))]);
        var scopes = given.TryGetValue("scope", out var scope) ? Split(scope).Items : [];
        var draft = CharmImport.Read(
            options.Without(["scope"]),
            site with { Scopes = [.. scopes.OfType<ConfigNode.Scalar>().Select(item => item.Raw)] });
        return root.With(["providers"], root.Find("providers") ?? draft.Find("providers")!)
            .With(["pools"], draft.Find("pools")!);
    }

    private static ConfigNode.Map Pool(
        ConfigPlace place, ConfigNode.Scalar provider, IReadOnlyDictionary<string, ConfigNode.Scalar> given)
    {
        var offer = new ConfigNode.Map(place, []).With(["provider"], provider);
        if (given.TryGetValue("image", out var image))
        {
            offer = offer.With(["image"], image);
        }
        var pool = new ConfigNode.Map(place, [])
            .With(["name"], given.GetValueOrDefault("pool") ?? new(place, "default"))
            .With(["offers"], new ConfigNode.List(place, [offer]));
        foreach (var setting in Settings.All.Where(setting => setting.IsList && given.ContainsKey(setting.Name)))
        {
            pool = pool.With([setting.Path], Split(given[setting.Name]));
        }
        return given.TryGetValue("idle", out var idle) ? pool.With(["idle", "min"], idle) : pool;
    }

    private static ConfigNode.List Split(ConfigNode.Scalar text) => new(text.Place,
    [
        .. text.Raw.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Select(item => new ConfigNode.Scalar(text.Place, item)),
    ]);
}
