namespace Paddock.App.Cli.Client;

/// <summary>Where a running Paddock is asked.</summary>
internal abstract record AdminAddress
{
    private const string UnixPrefix = "unix:";

    public sealed record Socket(string Path) : AdminAddress
    {
        public override string ToString() => UnixPrefix + Path;
    }

    public sealed record Web(Uri Url) : AdminAddress
    {
        public override string ToString() => Url.GetLeftPart(UriPartial.Authority);
    }

    /// <summary>Reads <c>unix:/path</c>, <c>http://host:port</c> or <c>https://host</c>.</summary>
    /// <exception cref="CliFaultException">It is none of them.</exception>
    public static AdminAddress Parse(string text)
    {
        if (text.StartsWith(UnixPrefix, StringComparison.Ordinal) && text.Length > UnixPrefix.Length)
        {
            return new Socket(Path.GetFullPath(text[UnixPrefix.Length..]));
        }
        if (Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "http" or "https")
        {
            return new Web(url);
        }
        throw new CliFaultException(
            ExitCode.Usage, $"{text} is no admin address.",
            "Write unix:/path/to/admin.sock or http://host:port.");
    }
}
