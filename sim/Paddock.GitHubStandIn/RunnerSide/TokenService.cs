using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Paddock.GitHubStandIn.Http;
using Paddock.GitHubStandIn.World;

namespace Paddock.GitHubStandIn.RunnerSide;

/// <summary>
/// Exchanges a runner's signed assertion for a token (OAuth 2.0 client credentials with a JWT, RFC 7523): PS256 for
/// runners that were told to be FIPS-compliant, else RS256.
/// </summary>
internal static class TokenService
{
    private static readonly TimeSpan SkewMax = TimeSpan.FromMinutes(5);

    public static void Map(IEndpointRouteBuilder app) => app.MapPost("/_runner/token", (RequestDelegate)ServeAsync);

    private static async Task ServeAsync(HttpContext context)
    {
        var note = RequestNote.Of(context);
        note.Route = "runner/token";
        await note.DelayAsync(context.RequestAborted);
        var form = await context.Request.ReadFormAsync(context.RequestAborted);
        var (status, body) = note.World.Do((world, now) => Exchange(world, now, note, form));
        await Protocol.WriteAsync(context, status, body);
    }

    private static (int Status, JsonObject Body) Exchange(
        GitHubWorld world, DateTimeOffset now, RequestNote note, IFormCollection form)
    {
        var assertion = ReadAssertion(form["client_assertion"].ToString());
        var runner = assertion is { } read ? world.Model.RunnerByClient(read.ClientId) : null;
        note.Caller = runner?.Name ?? "gone";
        if (world.RunnerFaults.Take("token", runner?.Name) is { } fault)
        {
            return int.TryParse(fault, out var status)
                ? (status, Error("server_error", "A fault was asked for."))
                : (400, Error(fault, "A fault was asked for."));
        }
        if (form["grant_type"] != "client_credentials" || assertion is null)
        {
            return (400, Error("invalid_request", "An assertion of a client is needed."));
        }
        if (runner is null)
        {
            return (400, Error("invalid_client", "The registration does not exist."));
        }
        var key = world.Registrations.KeyOf(runner.Id) ?? world.Keys.Of(runner.Id);
        if (Refusal(assertion.Value, key, world.Site, now) is { } reason)
        {
            return (400, Error("invalid_client_assertion", reason));
        }
        return (200, new JsonObject
        {
            ["access_token"] = world.RunnerTokens.ForListener(runner.ClientId),
            ["expires_in"] = (int)RunnerTokens.Lifetime.TotalSeconds,
            ["token_type"] = "access_token",
        });
    }

    private static JsonObject Error(string error, string description) =>
        new() { ["error"] = error, ["error_description"] = description };

    private static string? Refusal(Assertion assertion, RSA key, Site site, DateTimeOffset now)
    {
        var padding = assertion.Algorithm switch
        {
            "PS256" => RSASignaturePadding.Pss,
            "RS256" => RSASignaturePadding.Pkcs1,
            _ => null,
        };
        if (padding is null || !key.VerifyData(
            Encoding.ASCII.GetBytes(assertion.Signed), assertion.Signature, HashAlgorithmName.SHA256, padding))
        {
            return "The signature is not this client's.";
        }
        if (assertion.Audience != site.RunnerToken)
        {
            return $"The assertion is for {assertion.Audience}.";
        }

        // Runners read this sentence: it makes them wait for their clock instead of giving up.
        return now < assertion.NotBefore - SkewMax || now > assertion.ExpiresAt + SkewMax
            ? $"The assertion is not valid now. Current server time is {now:O}."
            : null;
    }

    private readonly record struct Assertion(
        string Algorithm, string ClientId, string Audience, DateTimeOffset NotBefore, DateTimeOffset ExpiresAt,
        string Signed, byte[] Signature);

    private static Assertion? ReadAssertion(string jwt)
    {
        try
        {
            if (jwt.Split('.') is not [var header, var payload, var signature])
            {
                return null;
            }
            var claims = JsonNode.Parse(Base64Url.DecodeFromChars(payload))!;
            var subject = (string?)claims["sub"];
            return subject is null || subject != (string?)claims["iss"] ? null : new Assertion(
                (string)JsonNode.Parse(Base64Url.DecodeFromChars(header))!["alg"]!,
                subject,
                (string)claims["aud"]!,
                DateTimeOffset.FromUnixTimeSeconds((long)claims["nbf"]!),
                DateTimeOffset.FromUnixTimeSeconds((long)claims["exp"]!),
                $"{header}.{payload}",
                Base64Url.DecodeFromChars(signature));
        }
        catch (Exception fault) when (
            fault is JsonException or FormatException or InvalidOperationException or NullReferenceException)
        {
            return null;
        }
    }
}
