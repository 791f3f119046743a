using System.Globalization;
using System.Net;
using Paddock.App.Configuration.Values;

namespace Paddock.App.Configuration.Keys;

/// <summary>One kind of value: what it is called, what fits, and how to write it.</summary>
/// <param name="JsonType">In the JSON Schema; numbers may also be written as a text with a variable.</param>
/// <param name="Remedy">How to write one.</param>
internal sealed record ScalarRule(string Noun, string JsonType, Func<string, bool> Fits, string Remedy)
{
    /// <summary>For editors: a regular expression of the whole text, where one says it all.</summary>
    public string? Pattern { get; init; }

    /// <summary>The least whole number; null where it is no number.</summary>
    public int? Least { get; init; }

    public bool IsSecret { get; init; }

    /// <summary>Every text that fits, where they can be named: what was probably meant is one of them.</summary>
    public Func<IEnumerable<string>>? Known { get; init; }

    /// <summary>What stands for a text of any look in <see cref="JsonType"/>.</summary>
    public const string AnyType = "any";

    private const string NamePattern = "[A-Za-z0-9][A-Za-z0-9_.-]{0,62}";

    public static ScalarRule Text { get; } = new(
        "a text", "string", text => text.Length > 0 && !text.Any(char.IsControl), "Write a text on one line.");

    /// <summary>A text for another program, which takes numbers and truth values as texts, too.</summary>
    public static ScalarRule AnyValue { get; } = Text with { JsonType = AnyType };

    /// <summary>Names go into labels, host names, directories and addresses.</summary>
    public static ScalarRule Name { get; } = new(
        "a name", "string", IsName, "Use up to 63 letters, digits, '-', '_' and '.', a letter or digit first.")
    {
        Pattern = NamePattern,
    };

    /// <summary>A text that is never shown. Blanks around it are an accident of pasting.</summary>
    public static ScalarRule Secret { get; } = new(
        "a secret", "string", text => text.Trim().Length > 0,
        "Give its value, or leave the key out. If it comes from a variable, that variable is empty.")
    {
        IsSecret = true,
    };

    public static ScalarRule Count { get; } = Whole("a whole number", least: 0, "Write it in digits, without a unit.");

    public static ScalarRule Positive { get; } = Whole("a whole number above zero", least: 1, "Write 1 or more.");

    public static ScalarRule Number { get; } = new(
        "a number above zero", "number", text => ToNumber(text) > 0, "Write it like 2 or 0.5.");

    public static ScalarRule Flag { get; } = new(
        "true or false", "boolean", text => ToFlag(text) is not null, "Write true or false.");

    public static ScalarRule Duration { get; } = new(
        "a duration", "string", text => Durations.TryParse(text) is not null,
        "Write it with a unit, like 30s, 5m, 25h or 1h30m.")
    {
        Pattern = Durations.Pattern,
    };

    public static ScalarRule Days { get; } = new(
        "a day of the week, or two with '-' between", "string", text => Weekdays.TryParse(text) is not null,
        "Write it like mon, mon-fri or sat-sun.")
    {
        Pattern = Weekdays.Pattern,
    };

    public static ScalarRule HoursOfDay { get; } = new(
        "hours of a day", "string", text => Hours.TryParse(text) is not null,
        "Write where they begin and end, like 08-18, 8:30-17:45, 22-06 into the next day, or 00-24.")
    {
        Pattern = Hours.Pattern,
    };

    public static ScalarRule Zone { get; } = new(
        "a time zone", "string", text => ToZone(text) is not null,
        "Write its name in the IANA list, like Europe/Berlin or UTC. If the name is right, this host lacks tzdata.")
    {
        Known = () => TimeZoneInfo.GetSystemTimeZones().Select(zone => zone.Id),
    };

    public static ScalarRule Size { get; } = new(
        "a size", "string", text => Sizes.TryParse(text) is not null, "Write it like 512MiB, 4GiB or 4GB.")
    {
        Pattern = Sizes.Pattern,
    };

    public static ScalarRule FilePath { get; } = new(
        "a path", "string", text => text.Length > 0 && !text.Contains('\0'),
        "Write a path; '~/' is the home directory, and a relative one starts at this file's directory.");

    public static ScalarRule WebAddress { get; } = new(
        "a web address", "string", text => ToWebAddress(text) is not null,
        "Write it whole, like https://github.com, without user or query.");

    /// <summary>May hold a password, so it is never shown.</summary>
    public static ScalarRule ProxyAddress { get; } = new(
        "a proxy's address", "string", text => ToProxy(text) is not null, "Write it like http://proxy.example:3128.")
    {
        IsSecret = true,
    };

    public static ScalarRule Endpoint { get; } = new(
        "an address to listen on", "string", text => Endpoints.TryParse(text) is not null,
        "Write an IP address and a port, like 127.0.0.1:8080, [::1]:8080 or 0.0.0.0:8080.");

    public static ScalarRule EndpointOrNone { get; } = Endpoint with
    {
        Noun = "an address to listen on, or none",
        Fits = text => text == "none" || Endpoint.Fits(text),
    };

    public static ScalarRule Scope { get; } = new(
        "a scope", "string", text => Core.Model.Scope.TryParse(text) is not null,
        "Write repo:owner/name, org:name or enterprise:slug, with 'connection/' before it for another connection.");

    public static ScalarRule RepositoryPattern { get; } = new(
        "a pattern for repositories", "string",
        text => text.Length > 0 && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' or '/' or '*')
            && (text.Contains('/', StringComparison.Ordinal) || text.Contains('*', StringComparison.Ordinal)),
        "Write owner/name, acme/* or *.");

    public static ScalarRule Socket { get; } = new(
        "unix, or unix: and a path",
            "string", text => text == "unix" || (text.StartsWith("unix:", StringComparison.Ordinal) && text.Length > 5),
        "Write unix or unix:/run/paddock/admin.sock; TCP is {tcp: 127.0.0.1:8081, token_file: …}.");

    public static ScalarRule DockerHost { get; } = new(
        "the address of a Docker Engine", "string", text => ToDockerHost(text) is not null,
        "Write unix:///var/run/docker.sock or tcp://host:2376, without user.");

    public static ScalarRule LxdHost { get; } = new(
        "the address of an LXD or Incus server", "string", text => ToLxdHost(text) is not null,
        "Write unix:///var/lib/lxd/unix.socket or https://host:8443. Whoever reaches such a server is root there, so "
        + "plain http is not taken.");

    public static ScalarRule Fingerprint { get; } = new(
        "a certificate's fingerprint", "string",
        text => text.Replace(":", "", StringComparison.Ordinal) is { Length: 64 } digits
            && digits.All(char.IsAsciiHexDigit),
        "Write its SHA-256 in 64 hexadecimal digits; lxc info and incus info show it as certificate_fingerprint.");

    public static ScalarRule Network { get; } = new(
        "a network", "string", text => text.Contains('/', StringComparison.Ordinal) && IPNetwork.TryParse(text, out _),
        "Write its first address and how many bits all of it share, like 10.0.0.0/8 or fd00::/8.");

    public static bool IsName(string text) =>
        text.Length is > 0 and <= 63 && char.IsAsciiLetterOrDigit(text[0])
        && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.');

    public static int? ToCount(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? count : null;

    public static double? ToNumber(string text) =>
        double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
            ? number
            : null;

    /// <summary>YAML 1.2's words only; yes and on are somebody's labels.</summary>
    public static bool? ToFlag(string text) => text switch
    {
        "true" or "True" or "TRUE" => true,
        "false" or "False" or "FALSE" => false,
        _ => null,
    };

    public static TimeZoneInfo? ToZone(string text) =>
        TimeZoneInfo.TryFindSystemTimeZoneById(text, out var zone) ? zone : null;

    public static Uri? ToWebAddress(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" && uri.Host.Length > 0
        && uri.UserInfo.Length == 0 && uri.Query.Length == 0 && uri.Fragment.Length == 0
            ? uri
            : null;

    public static Uri? ToProxy(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri)
        && uri.Scheme is "http" or "https" or "socks4" or "socks4a" or "socks5" && uri.Host.Length > 0
            ? uri
            : null;

    public static Uri? ToDockerHost(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri)
        && ((uri.Scheme == "unix" && uri.AbsolutePath.Length > 1)
            || uri is { Scheme: "tcp", Host.Length: > 0, Port: > 0 })
        && uri.UserInfo.Length == 0
            ? uri
            : null;

    public static Uri? ToLxdHost(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri)
        && ((uri.Scheme == "unix" && uri.AbsolutePath.Length > 1)
            || (uri is { Scheme: "https", Host.Length: > 0, AbsolutePath: "/", Query: "", Fragment: "" }))
        && uri.UserInfo.Length == 0
            ? uri
            : null;

    private static ScalarRule Whole(string noun, int least, string remedy) =>
        new(noun, "integer", text => ToCount(text) >= least, remedy) { Least = least };
}
