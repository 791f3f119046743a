using Paddock.App.Configuration.Reading;

namespace Paddock.App.Configuration.Import;

/// <summary>The charm's options out of the shapes they are kept in.</summary>
internal static class CharmOptions
{
    private const string Number = "quantity";

    /// <summary>
    /// As <c>juju config APP</c> prints them (<c>settings: {path: {value: …}}</c>), as a bundle has them
    /// (<c>options: …</c>), below the application's name as <c>juju config --file</c> takes them, or plain.
    /// </summary>
    public static ConfigNode.Map? Of(ConfigNode.Map root) =>
        root.Find("settings") is ConfigNode.Map settings ? Values(settings)
        : root.Find("options") is ConfigNode.Map options ? options
        : root.Find("applications") is ConfigNode.Map { Entries: [{ Value: ConfigNode.Map inner }] } ? Of(inner)
        : root is { Entries: [{ Value: ConfigNode.Map only }] } ? only
        : root;

    /// <summary>Whose options they are; the charm's runners are named and labelled after it.</summary>
    public static string? ApplicationOf(ConfigNode.Map root) =>
        root.Find("application") is ConfigNode.Scalar { Raw: var name } ? name
        : root.Find("applications") is ConfigNode.Map { Entries: [var one] } ? one.Key
        : root is { Entries: [{ Value: ConfigNode.Map } only] } && only.Key is not ("settings" or "options")
            ? only.Key
        : null;

    private static bool IsUnset(ConfigNode.Map described) =>
        described.Find("source") is ConfigNode.Scalar { Raw: "default" or "unset" };

    /// <summary>
    /// What nobody set is as it is here without a word, but for the number of runners: an operator who set none has
    /// the charm's.
    /// </summary>
    private static ConfigNode.Map Values(ConfigNode.Map settings) => new(
        settings.Place,
        [
            .. settings.Entries.Select(entry => entry.Value is not ConfigNode.Map described ? entry
                : IsUnset(described) && entry.Key != Number ? null
                : (described.Find("value") ?? described.Find("default")) is { } value ? entry with { Value = value }
                : null).OfType<ConfigNode.Entry>(),
        ]);
}
