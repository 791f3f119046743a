namespace Paddock.Providers.Docker.Images;

/// <summary>
/// An image as people write it: <c>ubuntu</c>, <c>ghcr.io/acme/runner:v1</c>, <c>registry:5000/x@sha256:…</c>. Without
/// a tag the engine would pull every tag there is, so <c>latest</c> is meant.
/// </summary>
/// <param name="Name">Registry and path.</param>
/// <param name="Tag">A tag, or a digest.</param>
internal sealed record ImageReference(string Name, string Tag)
{
    private const int CharsMax = 512;
    private const string DefaultTag = "latest";

    /// <summary>
    /// Who has it: what stands before the first slash, if it looks like a host; else Docker's own registry.
    /// </summary>
    public string Registry
    {
        get
        {
            var slash = Name.IndexOf('/', StringComparison.Ordinal);
            var first = slash < 0 ? "" : Name[..slash];
            return first == "localhost" || first.AsSpan().ContainsAny('.', ':') ? first : "docker.io";
        }
    }

    /// <summary>All ways to write it that need no registry to be understood.</summary>
    public IReadOnlyList<string> Spellings => Tag == DefaultTag ? [ToString(), Name] : [ToString()];

    private bool IsDigest => Tag.Contains(':', StringComparison.Ordinal);

    /// <summary>Null when the text is no reference. The engine has the last word on what passes here.</summary>
    public static ImageReference? TryParse(string text)
    {
        if (text.Length is 0 or > CharsMax || !text.All(IsAllowed) || !char.IsAsciiLetterOrDigit(text[0]))
        {
            return null;
        }
        var at = text.IndexOf('@', StringComparison.Ordinal);

        // A colon before the last slash is a registry's port.
        var colon = text.LastIndexOf(':');
        var (name, tag) = at > 0
            ? (WithoutTag(text[..at]), text[(at + 1)..])
            : colon > text.LastIndexOf('/') ? (text[..colon], text[(colon + 1)..]) : (text, DefaultTag);
        return name.Length == 0 || tag.Length == 0 || (at > 0) != tag.Contains(':', StringComparison.Ordinal)
            ? null
            : new ImageReference(name, tag);
    }

    public override string ToString() => IsDigest ? $"{Name}@{Tag}" : $"{Name}:{Tag}";

    private static string WithoutTag(string name)
    {
        var colon = name.LastIndexOf(':');
        return colon > name.LastIndexOf('/') ? name[..colon] : name;
    }

    private static bool IsAllowed(char character) =>
        char.IsAsciiLetterOrDigit(character) || character is '.' or '_' or '-' or '/' or ':' or '@' or '+';
}
