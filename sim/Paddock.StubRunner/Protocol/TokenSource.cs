using System.Buffers.Text;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Paddock.StubRunner.Signing;

namespace Paddock.StubRunner.Protocol;

/// <summary>The registration is gone, or the assertion was refused for good.</summary>
internal sealed class TokenRefusedException(string error) : Exception($"No token: {error}.")
{
    public string Error => error;
}

/// <summary>Exchanges signed assertions for tokens and keeps the token until it is refused.</summary>
internal sealed class TokenSource(HttpClient http, Credentials credentials, TimeProvider time)
{
    private string? _token;

    public void Forget() => _token = null;

    /// <exception cref="TokenRefusedException">The service knows this client no more.</exception>
    /// <exception cref="HttpRequestException">The service cannot answer now.</exception>
    public async Task<string> GetAsync(CancellationToken cancellationToken)
    {
        if (_token is { } known)
        {
            return known;
        }
        using var form = new FormUrlEncodedContent(
        [
            new("grant_type", "client_credentials"),
            new("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"),
            new("client_assertion", Assertion()),
        ]);
        using var response = await http.PostAsync(credentials.TokenUrl, form, cancellationToken);
        var body = await response.Content.ReadAsStringAsync(cancellationToken);
        if (response.StatusCode == HttpStatusCode.BadRequest
            && (string?)ReadObject(body)?["error"] is { } error and not "server_error")
        {
            throw new TokenRefusedException(error);
        }
        response.EnsureSuccessStatusCode();
        return _token = (string)ReadObject(body)!["access_token"]!;
    }

    public async Task<AuthenticationHeaderValue> HeaderAsync(CancellationToken cancellationToken) =>
        new("Bearer", await GetAsync(cancellationToken));

    /// <summary>PS256 with a salt as long as the hash for runners that have to be FIPS-compliant, else RS256.</summary>
    private string Assertion()
    {
        var now = time.GetUtcNow().ToUnixTimeSeconds();
        var header = new JsonObject { ["alg"] = credentials.IsFips ? "PS256" : "RS256", ["typ"] = "JWT" };
        var claims = new JsonObject
        {
            ["iss"] = credentials.ClientId,
            ["sub"] = credentials.ClientId,
            ["aud"] = credentials.TokenUrl.OriginalString,
            ["jti"] = Ids.New().ToString(),
            ["nbf"] = now,
            ["exp"] = now + 300,
        };
        var content = $"{Encode(header)}.{Encode(claims)}";
        var signer = new RsaSigner(credentials.Key);
        var bytes = Encoding.ASCII.GetBytes(content);
        var signature = credentials.IsFips ? signer.SignPss(bytes) : signer.SignPkcs1(bytes);
        return $"{content}.{Base64Url.EncodeToString(signature)}";
    }

    private static string Encode(JsonObject part) =>
        Base64Url.EncodeToString(Encoding.UTF8.GetBytes(part.ToJsonString()));

    private static JsonObject? ReadObject(string body)
    {
        try
        {
            return JsonNode.Parse(body) as JsonObject;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
