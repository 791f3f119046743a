using System.Globalization;
using Paddock.Core.Policy;
using Paddock.Ports.Providers;
using Paddock.Providers.Bootstrap;

namespace Paddock.Providers.Building;

/// <summary>What an image that was built says of itself: whose it is, and what it was made of.</summary>
internal static class ImageTags
{
    public const string AliasKey = "paddock.alias";
    private const string BuiltKey = "paddock.built";
    private const string BaseKey = "paddock.base";
    private const string BaseIdKey = "paddock.base-fingerprint";
    private const string ScriptKey = "paddock.script-sha256";
    private const string RunnerKey = "paddock.runner-version";

    /// <param name="prefix">Before whose it is, where machines inherit what their image says.</param>
    public static Dictionary<string, string> Of(
        FleetIdentity identity, ImageRecipe recipe, DateTimeOffset at, string baseId, string? scriptHash,
        (string Version, string Root)? runner, string prefix = "")
    {
        var tags = new Dictionary<string, string>
        {
            [prefix + MachineTags.FleetKey] = identity.Fleet,
            [prefix + MachineTags.InstallKey] = identity.Install,
            [AliasKey] = recipe.Alias,
            [BuiltKey] = at.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture),
            [BaseKey] = recipe.Base,
            [BaseIdKey] = baseId,
        };
        if (scriptHash is not null)
        {
            tags[ScriptKey] = scriptHash;
        }
        if (runner is var (version, root))
        {
            tags[RunnerKey] = version;
            tags[RunnerPlace.RootLabel] = root;
        }
        return tags;
    }

    /// <summary>Null for an image that says nothing of the kind.</summary>
    public static BuiltImage? Read(
        IReadOnlyDictionary<string, string> tags, string id, long sizeBytes, bool isCurrent, bool isInUse)
    {
        if (tags.GetValueOrDefault(AliasKey) is not { Length: > 0 } alias
            || !long.TryParse(tags.GetValueOrDefault(BuiltKey), CultureInfo.InvariantCulture, out var seconds))
        {
            return null;
        }
        var at = DateTimeOffset.FromUnixTimeSeconds(seconds);
        return new BuiltImage(
            alias, NameOf(alias, at), id, at, tags.GetValueOrDefault(BaseKey) ?? "", tags.GetValueOrDefault(RunnerKey),
            sizeBytes, isCurrent, isInUse);
    }

    public static string NameOf(string alias, DateTimeOffset at) =>
        string.Create(CultureInfo.InvariantCulture, $"{alias}-{at:yyyyMMdd-HHmmss}");
}
