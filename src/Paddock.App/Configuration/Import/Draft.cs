using System.Globalization;
using Paddock.App.Configuration.Reading;

namespace Paddock.App.Configuration.Import;

/// <summary>Makes trees of values that somebody wrote elsewhere; what is null is left out.</summary>
internal static class Draft
{
    public static ConfigNode.Map Map(
        ConfigPlace place, params IReadOnlyList<(string Key, ConfigNode? Value)> entries) => new(
            place,
            [
                .. entries.Where(entry => entry.Value is not null)
                    .Select(entry => new ConfigNode.Entry(entry.Key, place, entry.Value!)),
            ]);

    /// <summary>Null when nothing is in it.</summary>
    public static ConfigNode.Map? MapOrNone(
        ConfigPlace place, params IReadOnlyList<(string Key, ConfigNode? Value)> entries) =>
        Map(place, entries) is { Entries.Count: > 0 } map ? map : null;

    public static ConfigNode.Scalar? Text(ConfigPlace place, string? text) =>
        text is null ? null : new ConfigNode.Scalar(place, text);

    public static ConfigNode.Scalar? Number(ConfigPlace place, int? number) =>
        Text(place, number?.ToString(CultureInfo.InvariantCulture));

    /// <summary>Only where it is set: a flag that is not is the default everywhere here.</summary>
    public static ConfigNode.Scalar? Flag(ConfigPlace place, bool isSet, bool value = true) =>
        isSet ? new ConfigNode.Scalar(place, value ? "true" : "false") : null;

    public static ConfigNode.List? Texts(ConfigPlace place, IReadOnlyList<string> texts) =>
        texts.Count == 0 ? null : new ConfigNode.List(place, [.. texts.Select(text => Text(place, text)!)]);
}
