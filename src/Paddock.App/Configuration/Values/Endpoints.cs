using System.Globalization;
using System.Net;

namespace Paddock.App.Configuration.Values;

/// <summary>
/// Addresses to listen on: <c>127.0.0.1:8080</c>, <c>[::1]:8080</c>, <c>localhost:8080</c>, <c>:8080</c> for all. Other
/// names are refused: what they resolve to may change, and then somebody else is listening.
/// </summary>
internal static class Endpoints
{
    public static IPEndPoint? TryParse(string text)
    {
        var colon = text.LastIndexOf(':');
        if (colon < 0
            || !ushort.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port))
        {
            return null;
        }
        return HostOf(text[..colon]) is { } host ? new IPEndPoint(host, port) : null;
    }

    private static IPAddress? HostOf(string host) => host switch
    {
        "" or "*" => IPAddress.Any,
        "localhost" => IPAddress.Loopback,
        ['[', .., ']'] => IPAddress.TryParse(host.AsSpan(1, host.Length - 2), out var six) ? six : null,

        // Four numbers and three dots: the parser also takes "1" for 0.0.0.1, which nobody means.
        _ => host.Count(c => c == '.') == 3 && !host.Contains(':') && IPAddress.TryParse(host, out var four)
            ? four
            : null,
    };
}
