using System.Text;
using Paddock.App.Configuration;
using Paddock.App.Configuration.Reading;

namespace Paddock.Tests.App.Configuration;

/// <summary>Reads configurations from a text, with files and variables that exist only here.</summary>
internal sealed class ConfigDesk : IConfigFiles
{
    public const string File = "paddock.yaml";

    /// <summary>A configuration without any fault; tests change one thing of it.</summary>
    public const string Good =
        """
        fleet: acme-ci
        github:
          token: ${TOKEN}
          webhook: {secret: "${HOOK}"}
        providers:
          here: {kind: docker}
          dev: {kind: process}
        pools:
          - name: linux
            scopes: [org:acme]
            labels: [self-hosted, linux, x64]
            offers:
              - {provider: here, size: {cpu: 2, memory: 4GiB}}
            max_runners: 8
        listen: {public: "127.0.0.1:8080"}
        """;

    /// <summary>Part of every secret here; no message may show it.</summary>
    public const string Canary = "canary0000";

    public Dictionary<string, string> Variables { get; } = new()
    {
        ["TOKEN"] = "ghp_" + Canary,
        ["HOOK"] = "hook_" + Canary,
    };

    public Dictionary<string, string> Flags { get; } = [];

    public Dictionary<string, byte[]> Files { get; } = [];

    public Dictionary<string, FileReply.Unreadable> Broken { get; } = [];

    /// <summary>A slow disk.</summary>
    public Action BeforeRead { get; set; } = () => { };

    public HashSet<string> OpenToAll { get; } = [];

    public bool IsRoot { get; init; }

    public ConfigRequest Request => new()
    {
        Environment = Variables,
        Flags = Flags,
        WorkingDirectory = "/srv",
        HomeDirectory = "/home/ann",
        IsRoot = IsRoot,
        Files = this,
    };

    public ConfigLoad Read(string yaml) => Read(Encoding.UTF8.GetBytes(yaml));

    public ConfigLoad Read(byte[] bytes)
    {
        Files["/srv/" + File] = bytes;
        return ConfigReader.Load(Request);
    }

    /// <summary>The good configuration with one text put in the place of another.</summary>
    public ConfigLoad ReadWith(string old, string changed)
    {
        Good.ShouldContain(old);
        return Read(Good.Replace(old, changed));
    }

    public static PaddockConfig Accepted(ConfigLoad load)
    {
        load.Faults.Where(fault => !fault.IsWarning).Select(fault => fault.ToString()).ShouldBeEmpty();
        return load.Config.ShouldNotBeNull();
    }

    public static IEnumerable<string> Texts(ConfigLoad load) => load.Faults.Select(fault => fault.ToString());

    public bool Exists(string path) => Files.ContainsKey(path);

    public FileReply Read(string path, int bytesMax)
    {
        BeforeRead();
        return Broken.TryGetValue(path, out var broken) ? broken
            : !Files.TryGetValue(path, out var bytes) ? new FileReply.Absent()
            : bytes.Length > bytesMax ? new FileReply.Unreadable("it is too large", "Is this the right file?")
            : new FileReply.Content(bytes);
    }

    public bool IsOpenToAll(string path) => OpenToAll.Contains(path);
}
