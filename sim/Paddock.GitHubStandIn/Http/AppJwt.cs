using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Paddock.GitHubStandIn.World;

namespace Paddock.GitHubStandIn.Http;

/// <summary>
/// The JWT of an App, checked as GitHub does (GitHub docs, "Generating a JSON Web Token (JWT) for a GitHub App").
/// </summary>
internal static class AppJwt
{
    private static readonly TimeSpan LifeMost = TimeSpan.FromMinutes(10);

    /// <summary>Exactly one of the two is set.</summary>
    public static (AppEntry? App, Reply? Refusal) Check(string? text, AppBook apps, DateTimeOffset now)
    {
        if (text?.Split('.') is not [var header, var claims, var signature]
            || Parse(header) is not { } head || (string?)head["alg"] != "RS256"
            || Parse(claims) is not { } body || IssuerOf(body) is not { } issuer)
        {
            return (null, Refusals.NoJwt());
        }
        if (apps.Find(issuer) is not { } app)
        {
            return (null, Reply.Error(404, "Integration not found"));
        }
        return !IsSigned(app, $"{header}.{claims}", signature) ? (null, Refusals.NoJwt())
            : ProblemOf(body, now) is { } problem ? (null, Reply.Error(401, problem))
            : (app, null);
    }

    private static string? ProblemOf(JsonObject claims, DateTimeOffset now)
    {
        if (NumberOf(claims, "iat") is not { } issuedAt || issuedAt > now.ToUnixTimeSeconds())
        {
            return "'Issued at' claim ('iat') must be an Integer representing the time that the assertion was issued";
        }
        if (NumberOf(claims, "exp") is not { } expiresAt || expiresAt <= now.ToUnixTimeSeconds())
        {
            return "'Expiration time' claim ('exp') must be a numeric value representing the future time at which "
                + "the assertion expires";
        }
        return expiresAt > (now + LifeMost).ToUnixTimeSeconds()
            ? "'Expiration time' claim ('exp') is too far in the future"
            : null;
    }

    private static bool IsSigned(AppEntry app, string text, string signature)
    {
        try
        {
            using var rsa = RSA.Create();
            rsa.ImportFromPem(app.PublicKey);
            return rsa.VerifyData(
                Encoding.ASCII.GetBytes(text), Base64Url.DecodeFromChars(signature), HashAlgorithmName.SHA256,
                RSASignaturePadding.Pkcs1);
        }
        catch (FormatException)
        {
            return false;
        }
    }

    private static JsonObject? Parse(string part)
    {
        try
        {
            return JsonNode.Parse(Base64Url.DecodeFromChars(part)) as JsonObject;
        }
        catch (Exception fault) when (fault is FormatException or JsonException)
        {
            return null;
        }
    }

    private static string? IssuerOf(JsonObject claims) => claims["iss"]?.ToString();

    private static long? NumberOf(JsonObject claims, string name) =>
        claims[name] is JsonValue value && value.TryGetValue<long>(out var number) ? number : null;
}
