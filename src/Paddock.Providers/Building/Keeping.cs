using Paddock.Ports.Providers;

namespace Paddock.Providers.Building;

/// <summary>Which images of ours are too many.</summary>
internal static class Keeping
{
    /// <summary>
    /// All but the newest of each alias; neither one that the alias means, wherever somebody moved it, nor one that
    /// machines were made of.
    /// </summary>
    /// <param name="alias">Null for every alias.</param>
    public static IReadOnlyList<BuiltImage> TooMany(IEnumerable<BuiltImage> images, string? alias, int keep) =>
    [
        .. images.Where(image => alias is null || image.Alias == alias)
            .GroupBy(image => image.Alias, StringComparer.Ordinal)
            .SelectMany(group => group.OrderByDescending(image => image.BuiltAt).Skip(keep))
            .Where(image => !image.IsCurrent && !image.IsInUse),
    ];
}
