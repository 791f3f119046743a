using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Paddock.GitHubStandIn.RunnerSide;

/// <summary>Whom a token speaks for: a listener by its client id, or one job by its request id.</summary>
internal readonly record struct RunnerClaims(string? ClientId, Guid? JobId);

/// <summary>
/// Tokens of the runner's side: what a listener gets for its assertion, and what a job gets with its message. Signed
/// JWTs, because the runner's worker reads the job's one.
/// </summary>
internal sealed class RunnerTokens(byte[] secret, TimeProvider time)
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(50);

    private static readonly string Header = Encode("""{"alg":"HS256","typ":"JWT"}"""u8);

    public string ForListener(string clientId) => Issue(new JsonObject { ["cid"] = clientId }, Lifetime);

    /// <summary>Self-hosted jobs may run for days, and their token with them.</summary>
    public string ForJob(Guid jobId) => Issue(
        new JsonObject { ["job"] = jobId.ToString(), ["orch_id"] = $"{jobId}.stand-in" }, TimeSpan.FromDays(6));

    /// <summary>Null when it is none of ours, or too old.</summary>
    public RunnerClaims? Read(string token)
    {
        if (token.Split('.') is not [var header, var payload, var signature]
            || !CryptographicOperations.FixedTimeEquals(
                Encoding.ASCII.GetBytes(signature), Encoding.ASCII.GetBytes(Sign($"{header}.{payload}"))))
        {
            return null;
        }
        var claims = JsonNode.Parse(Base64Url.DecodeFromChars(payload))!;
        return (long)claims["exp"]! > time.GetUtcNow().ToUnixTimeSeconds()
            ? new RunnerClaims((string?)claims["cid"], (string?)claims["job"] is { } job ? Guid.Parse(job) : null)
            : null;
    }

    private string Issue(JsonObject claims, TimeSpan lifetime)
    {
        var now = time.GetUtcNow();
        claims["nbf"] = now.ToUnixTimeSeconds() - 60;
        claims["exp"] = (now + lifetime).ToUnixTimeSeconds();
        var content =
            $"{Header}.{Encode(JsonSerializer.SerializeToUtf8Bytes(claims, RunnerBodies.Default.JsonObject))}";
        return $"{content}.{Sign(content)}";
    }

    private string Sign(string content) => Encode(HMACSHA256.HashData(secret, Encoding.UTF8.GetBytes(content)));

    private static string Encode(ReadOnlySpan<byte> bytes) => Base64Url.EncodeToString(bytes);
}
