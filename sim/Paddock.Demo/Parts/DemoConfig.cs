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
    public DockerPlace? Docker { get; init; }

    /// <summary>Of its own for each demonstration: at its end, whatever carries the name is its own.</summary>
    public string Fleet => $"demo-{Path.GetFileName(Folder.Root).Split('-')[^1]}";

    public IReadOnlyDictionary<string, string> Secrets => new Dictionary<string, string>
    {
        ["DEMO_GITHUB_TOKEN"] = GitHubToken,
        ["DEMO_HOOK_SECRET"] = HookSecret,
        ["DEMO_ADMIN_TOKEN"] = AdminToken,
    };

    public Uri HookUrl => new($"http://{Hooks}/webhook");

    public Uri Dashboard => new($"http://{Admin}/login?token={AdminToken}");

    public string Text => $$"""
        fleet: {{Fleet}}
        github:
          url: {{GitHub.GetLeftPart(UriPartial.Authority)}}
          token: ${DEMO_GITHUB_TOKEN}
          webhook: {secret: "${DEMO_HOOK_SECRET}"}
        providers:
          local: {{Provider}}
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

    /// <summary>
    /// Containers share this machine's network: there the stand-in can be reached, whatever a firewall says about
    /// bridges. Its jobs sleep, so processors may be promised many times.
    /// </summary>
    private string Provider => Docker is null
        ? "{kind: process}"
        : $"{{kind: docker, host: \"{Docker.Engine.Address}\", pull: never, network: host, cpu_overcommit: 20}}";

    private string Offer => Docker is null
        ? "{provider: local}"
        : $"{{provider: local, image: \"{Docker.Image}\", size: {{cpu: 1, memory: 128MiB}}}}";
}
