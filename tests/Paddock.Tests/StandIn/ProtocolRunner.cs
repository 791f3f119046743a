using System.Buffers.Text;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace Paddock.Tests.StandIn;

/// <summary>
/// The runner's side of the protocol, one request at a time and as a test wants it. Signs with the platform's own RSA,
/// so that neither the stand-in nor the stub is measured by itself.
/// </summary>
internal sealed class ProtocolRunner : IDisposable
{
    private readonly HttpClient _http = new();
    private readonly JsonObject _settings;
    private readonly JsonObject _credentials;
    private readonly RSAParameters _key;

    public ProtocolRunner(string jit)
    {
        var files = Unpack(jit);
        _settings = files[".runner"];
        _credentials = files[".credentials"]["Data"]!.AsObject();
        var key = files[".credentials_rsaparams"];
        byte[] Field(string name) => Convert.FromBase64String((string)key[name]!);
        _key = new RSAParameters
        {
            D = Field("d"),
            DP = Field("dp"),
            DQ = Field("dq"),
            Exponent = Field("exponent"),
            InverseQ = Field("inverseQ"),
            Modulus = Field("modulus"),
            P = Field("p"),
            Q = Field("q"),
        };
    }

    public string? Token { get; private set; }

    public string Session { get; private set; } = "";

    /// <summary>The three files of a JIT configuration, as JSON.</summary>
    public static Dictionary<string, JsonObject> Unpack(string jit) =>
        JsonNode.Parse(Convert.FromBase64String(jit))!.AsObject().ToDictionary(
            file => file.Key, file => JsonNode.Parse(Convert.FromBase64String((string)file.Value!))!.AsObject());

    public Task<(int Status, JsonObject? Body)> AuthenticateAsync(
        string algorithm = "PS256", Action<JsonObject>? claims = null, RSAParameters? key = null) =>
        ExchangeAsync(Assertion(algorithm, claims, key ?? _key));

    public async Task<int> OpenAsync()
    {
        var (status, body) = await SendAsync(HttpMethod.Post, "session", new JsonObject
        {
            ["sessionId"] = Guid.Empty.ToString(),
            ["ownerName"] = "test (PID: 1)",
            ["agent"] =
                new JsonObject { ["id"] = 1, ["name"] = "r", ["version"] = "2.336.0", ["osDescription"] = "Linux" },
        });
        Session = (string?)body?["sessionId"] ?? Session;
        return status;
    }

    /// <summary>Authenticates and opens a session, both of which must succeed.</summary>
    public async Task ConnectAsync()
    {
        (await AuthenticateAsync()).Status.ShouldBe(200);
        (await OpenAsync()).ShouldBe(200);
    }

    public async Task<int> CloseAsync() => (await SendAsync(HttpMethod.Delete, "session")).Status;

    public Task<(int Status, JsonObject? Body)> PollAsync(string status = "Online") => SendAsync(
        HttpMethod.Get,
        $"message?sessionId={Session}&status={status}&runnerVersion=2.336.0&os=Linux&architecture=X64");

    /// <summary>Polls until a job is offered, and takes it: the whole job message.</summary>
    public async Task<JsonObject> TakeAsync()
    {
        var (status, message) = await PollAsync();
        status.ShouldBe(200);
        message!["messageType"]!.ToString().ShouldBe("RunnerJobRequest");
        var (acquired, job) = await AcquireAsync(Reference(message));
        acquired.ShouldBe(200);
        return job!;
    }

    public static JsonObject Reference(JsonObject message) => JsonNode.Parse((string)message["body"]!)!.AsObject();

    public Task<(int Status, JsonObject? Body)> AcquireAsync(JsonObject reference) => SendAsync(
        HttpMethod.Post,
        new Uri(new Uri((string)reference["run_service_url"]!), "acquirejob"),
        new JsonObject { ["jobMessageId"] = (string)reference["runner_request_id"]!, ["runnerOS"] = "Linux" },
        Token);

    /// <summary>A call about a job with the job's own token, below the job's own address.</summary>
    public Task<(int Status, JsonObject? Body)> AboutAsync(JsonObject job, string path, JsonObject? more = null)
    {
        var endpoint = job["resources"]!["endpoints"]![0]!;
        var body = more ?? [];
        body["planId"] = (string)job["plan"]!["planId"]!;
        body["jobId"] = (string)job["jobId"]!;
        return SendAsync(
            HttpMethod.Post, new Uri(new Uri((string)endpoint["url"]!), path), body,
            (string)endpoint["authorization"]!["parameters"]!["AccessToken"]!);
    }

    public Task<(int Status, JsonObject? Body)> SendAsync(HttpMethod method, string path, JsonObject? body = null) =>
        SendAsync(method, new Uri(new Uri((string)_settings["ServerUrlV2"]!), path), body, Token);

    public void Dispose() => _http.Dispose();

    private async Task<(
        int Status, JsonObject? Body)> SendAsync(HttpMethod method, Uri url, JsonObject? body, string? token)
    {
        using var request = new HttpRequestMessage(
            method, url) { Content = body is null ? null : JsonContent.Create(body) };
        request.Headers.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
        using var response = await _http.SendAsync(request, TestContext.Current.CancellationToken);
        return await ReadAsync(response);
    }

    private async Task<(int Status, JsonObject? Body)> ExchangeAsync(string assertion)
    {
        using var form = new FormUrlEncodedContent(
        [
            new("grant_type", "client_credentials"),
            new("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"),
            new("client_assertion", assertion),
        ]);
        using var response = await _http.PostAsync(
            new Uri((string)_credentials["authorizationUrl"]!), form, TestContext.Current.CancellationToken);
        var reply = await ReadAsync(response);
        Token = (string?)reply.Body?["access_token"] ?? Token;
        return reply;
    }

    private static async Task<(int Status, JsonObject? Body)> ReadAsync(HttpResponseMessage response)
    {
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        return ((int)response.StatusCode, text.Length == 0 ? null : JsonNode.Parse(text) as JsonObject);
    }

    private string Assertion(string algorithm, Action<JsonObject>? change, RSAParameters parameters)
    {
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
        var claims = new JsonObject
        {
            ["iss"] = (string)_credentials["clientId"]!,
            ["sub"] = (string)_credentials["clientId"]!,
            ["aud"] = (string)_credentials["authorizationUrl"]!,
            ["nbf"] = now,
            ["exp"] = now + 300,
        };
        change?.Invoke(claims);
        var content = $"{Encode(new JsonObject { ["alg"] = algorithm, ["typ"] = "JWT" })}.{Encode(claims)}";
        using var key = RSA.Create(parameters);
        var signature = key.SignData(
            Encoding.ASCII.GetBytes(content),
            HashAlgorithmName.SHA256,
            algorithm == "PS256" ? RSASignaturePadding.Pss : RSASignaturePadding.Pkcs1);
        return $"{content}.{Base64Url.EncodeToString(signature)}";
    }

    private static string Encode(JsonObject part) =>
        Base64Url.EncodeToString(Encoding.UTF8.GetBytes(part.ToJsonString()));
}
