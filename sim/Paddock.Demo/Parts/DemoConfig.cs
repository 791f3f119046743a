using System.Net;
using System.Security.Cryptography;

namespace Paddock.Demo.Parts;

/// <summary>
/// The configuration the demonstration runs with: an ordinary file, as anybody would write it, and secrets in the
/// environment.
/// </summary>
internal sealed record DemoConfig(DemoFolder Folder, Uri GitHub, IPEndPoint Hooks, IPEndPoint Admin, Pace Pace)
{
    public const int LinuxMax = 5;

    /// <summary>What GitHub signs its deliveries with.</summary>
    public string HookSecret { get; } = RandomNumberGenerator.GetHexString(32, lowercase: true);

    public string AdminToken { get; } = RandomNumberGenerator.GetHexString(32, lowercase: true);

    public required string GitHubToken { get; init; }

    /// <summary>Null for child processes.</summary>
    public string? DockerImage { get; init; }

    public IReadOnlyDictionary<string, string> Secrets => new Dictionary<string, string>
    {
        ["DEMO_GITHUB_TOKEN"] = GitHubToken,
        ["DEMO_HOOK_SECRET"] = HookSecret,
        ["DEMO_ADMIN_TOKEN"] = AdminToken,
    };

    public Uri HookUrl => new($"http://{Hooks}/webhook");

    public Uri Dashboard => new($"http://{Admin}/login?token={AdminToken}");

    public string Text => $$"""
        fleet: demo
        github:
          url: {{GitHub.GetLeftPart(UriPartial.Authority)}}
          token: ${DEMO_GITHUB_TOKEN}
          webhook: {secret: "${DEMO_HOOK_SECRET}"}
        providers:
          local: {{(DockerImage is null ? "{kind: process}" : "{kind: docker, pull: never}")}}
        pools:
          - name: linux
            scopes: [org:acme]
            labels: [self-hosted, linux, x64]
            offers: [{{Offer}}]
            max_runners: {{LinuxMax}}
            idle: {min: 1, max: 2}
          - name: large
            scopes: [org:acme]
            labels: [self-hosted, linux, x64, large]
            offers: [{{Offer}}]
            max_runners: 2
        max_runners: 6
        sweep_interval: {{Pace.Sweep.TotalSeconds:0}}s
        state_directory: {{Folder.State}}
        listen:
          public: {{Hooks}}
          admin: {tcp: "{{Admin}}", token: "${DEMO_ADMIN_TOKEN}", unix: {{Folder.Socket}}}

        """;

    private string Offer =>
        DockerImage is null ? "{provider: local}" : $"{{provider: local, image: \"{DockerImage}\"}}";
}
