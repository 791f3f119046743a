using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Paddock.StubRunner.Protocol;
using Paddock.StubRunner.Signing;

namespace Paddock.StubRunner;

/// <summary>
/// <c>Runner.Listener configure</c>: registers this runner by a registration token and writes its three files. Every
/// value comes by a variable, and each is forgotten when it was read.
/// </summary>
internal sealed class Registration(RunnerRoot root, string version, Screen screen)
{
    private readonly Uri _page = new(Input("URL") ?? throw new FormatException("url is missing."));
    private readonly string _name = Input("NAME") ?? throw new FormatException("name is missing.");
    private readonly string _token = Input("TOKEN") ?? throw new FormatException("token is missing.");
    private readonly string _labels = Input("LABELS") ?? throw new FormatException("labels are missing.");
    private readonly string? _group = Input("RUNNERGROUP");

    public async Task<int> RunAsync()
    {
        using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(100) };
        http.DefaultRequestHeaders.UserAgent.Add(new ProductInfoHeaderValue("GitHubActionsRunner-linux-x64", version));
        var begun = await SendAsync(http, HttpMethod.Post, "actions/runner-registration", new JsonObject
        {
            ["url"] = _page.ToString(), ["runner_event"] = "register",
        });
        if (!begun.IsSuccess)
        {
            screen.Write($"Http response code: {begun.Status} from 'POST actions/runner-registration'");
            return ExitCodes.Terminated;
        }
        var key = RsaKeys.Make();
        var made = await SendAsync(http, HttpMethod.Post, "actions/runners/register", new JsonObject
        {
            ["url"] = _page.ToString(),
            ["group_id"] = await GroupAsync(http),
            ["name"] = _name,
            ["version"] = version,
            ["updates_disabled"] = true,
            ["ephemeral"] = true,
            ["labels"] = new JsonArray(
                [.. _labels.Split(',').Select(label => new JsonObject { ["name"] = label, ["type"] = "user" })]),
            ["public_key"] = $"<RSAKeyValue><Modulus>{Text(key.Modulus)}</Modulus>"
                + $"<Exponent>{Text(key.Exponent)}</Exponent></RSAKeyValue>",
        });
        if (!made.IsSuccess || made.Body is null)
        {
            screen.Write($"A runner exists with the same name {_name}, or the token is no good ({made.Status}).");
            return ExitCodes.Terminated;
        }
        Write(made.Body, key);
        screen.Write("√ Runner successfully added");
        screen.Write("√ Settings Saved.");
        return ExitCodes.Success;
    }

    private async Task<long> GroupAsync(HttpClient http)
    {
        if (_group is null)
        {
            return 1;
        }
        var path = _page.AbsolutePath.Trim('/');
        var owner = path.StartsWith("enterprises/", StringComparison.Ordinal) ? path : $"orgs/{path}";
        var groups = await SendAsync(http, HttpMethod.Get, $"{owner}/actions/runner-groups", body: null);
        return (long?)groups.Body?["runner_groups"]?.AsArray()
            .FirstOrDefault(group => (string?)group!["name"] == _group)?["id"] ?? 0;
    }

    private Task<ServiceReply> SendAsync(HttpClient http, HttpMethod method, string path, JsonObject? body) =>
        Service.SendAsync(
            http, method, new Uri($"{_page.GetLeftPart(UriPartial.Authority)}/api/v3/{path}"), body,
            new AuthenticationHeaderValue("RemoteAuth", _token), CancellationToken.None);

    private void Write(JsonObject made, RSAParameters key)
    {
        var authorization = made["authorization"]!;
        root.Write(".runner", new JsonObject
        {
            ["AgentId"] = (long)made["id"]!,
            ["AgentName"] = _name,
            ["DisableUpdate"] = true,
            ["Ephemeral"] = true,
            ["PoolId"] = 1,
            ["PoolName"] = _group ?? "Default",
            ["ServerUrlV2"] = (string)authorization["server_url"]!,
            ["UseV2Flow"] = true,
            ["WorkFolder"] = "_work",
        });
        root.Write(".credentials", new JsonObject
        {
            ["Scheme"] = "OAuth",
            ["Data"] = new JsonObject
            {
                ["clientId"] = (string)authorization["client_id"]!,
                ["authorizationUrl"] = (string)authorization["authorization_url"]!,
                ["requireFipsCryptography"] = "True",
            },
        });
        root.Write(".credentials_rsaparams", new JsonObject
        {
            ["d"] = Text(key.D), ["dp"] = Text(key.DP), ["dq"] = Text(key.DQ), ["exponent"] = Text(key.Exponent),
            ["inverseQ"] = Text(key.InverseQ), ["modulus"] = Text(key.Modulus), ["p"] = Text(key.P),
            ["q"] = Text(key.Q),
        });
    }

    private static string? Input(string name)
    {
        var variable = $"ACTIONS_RUNNER_INPUT_{name}";
        var value = Environment.GetEnvironmentVariable(variable);
        Environment.SetEnvironmentVariable(variable, null);
        return string.IsNullOrEmpty(value) ? null : value;
    }

    private static string Text(byte[]? bytes) => Convert.ToBase64String(bytes!);
}
