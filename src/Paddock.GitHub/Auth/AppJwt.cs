using System.Buffers;
using System.Buffers.Text;
using System.Text.Json;
using Paddock.Ports;

namespace Paddock.GitHub.Auth;

/// <summary>
/// The token by which an App proves itself (GitHub docs, "Generating a JSON Web Token (JWT) for a GitHub App").
/// </summary>
internal static class AppJwt
{
    /// <summary>It may be used for so long; it is signed anew a minute before its end.</summary>
    public static readonly TimeSpan UseLimit = TimeSpan.FromMinutes(8);

    /// <summary>GitHub takes ten minutes at most, by its own clock.</summary>
    private static readonly TimeSpan Life = TimeSpan.FromMinutes(9);

    /// <summary>GitHub's advice against clocks that are a little fast.</summary>
    private static readonly TimeSpan BackDating = TimeSpan.FromSeconds(60);

    private static readonly string Header = Base64Url.EncodeToString("""{"alg":"RS256","typ":"JWT"}"""u8);

    public static Secret Sign(AppKey key, string clientId, DateTimeOffset now)
    {
        var text = $"{Header}.{Base64Url.EncodeToString(Claims(clientId, now))}";
        return new Secret($"{text}.{Base64Url.EncodeToString(key.Sign(text))}");
    }

    private static ReadOnlySpan<byte> Claims(string clientId, DateTimeOffset now)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(buffer);
        json.WriteStartObject();
        json.WriteNumber("iat", (now - BackDating).ToUnixTimeSeconds());
        json.WriteNumber("exp", (now + Life).ToUnixTimeSeconds());
        json.WriteString("iss", clientId);
        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenSpan;
    }
}
