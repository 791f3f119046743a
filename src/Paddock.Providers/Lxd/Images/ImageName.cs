using Paddock.Ports;

namespace Paddock.Providers.Lxd.Images;

/// <summary>
/// What an offer's <c>image</c> means: <c>remote:alias</c>, where <c>remote</c> is known, or else an alias or
/// fingerprint on the server itself.
/// </summary>
/// <param name="RemoteName">Null for an image of the server's own.</param>
internal sealed record ImageName(string? RemoteName, ImageRemote? Remote, string Alias)
{
    private const int CharsMax = 200;

    /// <summary>The name, or what is wrong with the text.</summary>
    public static (ImageName? Name, string? Fault) Parse(string text, LxdSettings settings)
    {
        if (text.Length is 0 or > CharsMax || text.Any(c => char.IsControl(c) || char.IsWhiteSpace(c)))
        {
            return (null, $"'{Plain.Line(text)}' is no name of an image. Write an alias, or remote:alias.");
        }
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        if (colon < 0)
        {
            return (new ImageName(null, null, text), null);
        }
        var (remote, alias) = (text[..colon], text[(colon + 1)..]);
        if (remote == "local" && alias.Length > 0)
        {
            return (new ImageName(null, null, alias), null);
        }
        if (alias.Length == 0)
        {
            return (null, $"'{Plain.Line(text)}' names a remote and no image. Write remote:alias.");
        }
        var known = settings.Remotes.GetValueOrDefault(remote) ?? settings.Flavor.Remotes.GetValueOrDefault(remote);
        if (known is not null)
        {
            return (new ImageName(remote, known, alias), null);
        }
        var names = settings.Remotes.Keys.Concat(settings.Flavor.Remotes.Keys).Append("local").Order();
        return (null, $"There is no remote '{Plain.Line(remote)}' for image '{Plain.Line(text)}'; there are: "
            + $"{string.Join(", ", names)}. Add it under 'remotes' of provider {settings.Name}.");
    }
}
