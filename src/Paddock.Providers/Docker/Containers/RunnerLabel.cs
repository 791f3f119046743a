using System.Globalization;
using Paddock.Providers.Bootstrap;
using Paddock.Providers.Docker.Images;

namespace Paddock.Providers.Docker.Containers;

/// <summary>
/// What has to be known to hand a container its ticket, kept as labels on it: a blank one may be served by a later
/// Paddock, when its image has another meaning or none.
/// </summary>
internal static class RunnerLabel
{
    private const string Root = "paddock.place.root";
    private const string User = "paddock.place.user";
    private const string Uid = "paddock.place.uid";
    private const string Gid = "paddock.place.gid";
    private const string Home = "paddock.place.home";
    private const string Drops = "paddock.place.drops";

    public static IEnumerable<KeyValuePair<string, string>> ToLabels(RunnerImage image) =>
    [
        new(Root, image.Place.Root),
        new(User, image.Place.User.Name),
        new(Uid, image.Place.User.Uid.ToString(CultureInfo.InvariantCulture)),
        new(Gid, image.Place.User.Gid.ToString(CultureInfo.InvariantCulture)),
        new(Home, image.Place.User.Home),
        new(Drops, image.DropsRights ? "1" : "0"),
    ];

    /// <summary>Null when they are not there or not as we write them.</summary>
    public static RunnerImage? Read(string imageId, IReadOnlyDictionary<string, string>? labels)
    {
        if (labels is null
            || labels.GetValueOrDefault(Root) is not { } root || !RunnerPlace.IsPlain(root)
            || !TryNumber(labels.GetValueOrDefault(Uid), out var uid)
            || !TryNumber(labels.GetValueOrDefault(Gid), out var gid))
        {
            return null;
        }
        var (name, home) = (labels.GetValueOrDefault(User) ?? "", labels.GetValueOrDefault(Home) ?? "/");
        return new RunnerImage(
            imageId, new RunnerPlace(root, new RunnerUser(name, uid, gid, home)),
            DropsRights: labels.GetValueOrDefault(Drops) == "1");
    }

    private static bool TryNumber(string? text, out int number) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
}
