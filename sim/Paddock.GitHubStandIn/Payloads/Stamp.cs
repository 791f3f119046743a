using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Paddock.GitHubStandIn.Payloads;

/// <summary>How GitHub writes times, and numbers that merely have to be stable.</summary>
internal static class Stamp
{
    public static string Of(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'");

    public static string? Of(DateTimeOffset? time) => time is { } at ? Of(at) : null;

    /// <summary>With milliseconds and an offset, as in the answers that carry a token.</summary>
    public static string Precise(DateTimeOffset time) => time.ToString("yyyy-MM-dd'T'HH:mm:ss.fffzzz");

    /// <summary>A number that belongs to a name: the same in every process.</summary>
    public static long NumberOf(string name) =>
        BitConverter.ToUInt32(SHA256.HashData(Encoding.UTF8.GetBytes(name.ToLowerInvariant())));

    /// <summary>Forty hex digits that belong to a number, where GitHub shows a commit.</summary>
    public static string ShaOf(long number) =>
        Convert.ToHexStringLower(SHA256.HashData(BitConverter.GetBytes(number)))[..40];

    public static string NodeIdOf(string kind, long number) =>
        $"{kind}_{Base64Url.EncodeToString(BitConverter.GetBytes(number))}";
}
