using System.Net;
using System.Security.Cryptography;
using System.Text.Json;
using Paddock.Demo.Parts;
using Paddock.GitHubStandIn;
using Paddock.Tests.Support;

namespace Paddock.RealTests.EndToEnd;

/// <summary>A configuration as anybody would write it, with its secrets in the environment.</summary>
internal sealed record FleetFile(DemoFolder Folder, Uri GitHub, IPEndPoint Hooks, IFleetGround Ground, FleetShape Shape)
{
    public const string AppClientId = "Iv23lie2e";

    /// <summary>An id of its own, so that fleets on one engine see nothing of each other.</summary>
    public string Fleet { get; } = $"e2e-{RandomNumberGenerator.GetHexString(8, lowercase: true)}";

    public string HookSecret { get; } = RandomNumberGenerator.GetHexString(32, lowercase: true);

    public string AdminToken { get; } = RandomNumberGenerator.GetHexString(32, lowercase: true);

    public Uri HookUrl => new($"http://{Hooks}/webhook");

    public IReadOnlyDictionary<string, string> Secrets => new Dictionary<string, string>
    {
        ["E2E_CREDENTIAL"] = Shape.IsApp ? TestAppKey.Common.Pkcs1 : StandInToken.Admin.Value,
        ["E2E_HOOK_SECRET"] = HookSecret,
        ["E2E_ADMIN_TOKEN"] = AdminToken,
    };

    public string Text => $$"""
        fleet: {{Fleet}}
        github:
          url: {{GitHub.GetLeftPart(UriPartial.Authority)}}
          {{Credential}}
          tickets: {{(Shape.RegistersItself ? "registration_token" : "jit")}}
          webhook: {secret: "${E2E_HOOK_SECRET}"{{DeliveryLog}}}
        providers:
          here: {{Ground.Provider}}
        pools:
          - name: linux
            scopes: [org:acme]
            labels: [self-hosted, linux, x64{{MoreLabels}}]
            offers:
              - {provider: here, {{Ground.Offer}} }
            max_runners: {{Shape.RunnersMax}}{{Idle}}
        sweep_interval: {{Shape.Sweep.TotalSeconds:0}}s
        state_directory: {{Folder.State}}
        listen:
          public: {{Hooks}}
          admin: {{Admin}}

        """;

    private string Credential => Shape.IsApp
        ? $"app: {{client_id: {AppClientId}, private_key: \"${{E2E_CREDENTIAL}}\"}}"
        : "token: ${E2E_CREDENTIAL}";

    private string DeliveryLog => Shape.DeliveryLog is { } interval
        ? $", url: \"{HookUrl}\", delivery_interval: {interval.TotalSeconds:0}s"
        : "";

    private string Admin => Shape.AdminTcp is { } tcp
        ? $"{{unix: {Folder.Socket}, tcp: \"{tcp}\", token: \"${{E2E_ADMIN_TOKEN}}\"}}"
        : $"unix:{Folder.Socket}";

    private string Idle => Shape.Idle is { } idle ? $"\n    idle: {{min: {idle}, max: {idle}, kind: registered}}" : "";

    /// <summary>A text of JSON is one of YAML.</summary>
    private string MoreLabels =>
        string.Concat(Shape.Labels.Select(label => $", {JsonSerializer.Serialize(label)}"));
}
