using System.Text.Json.Nodes;

namespace Paddock.Tests.Providers.Lxd.Standing;

internal enum Power
{
    Stopped,
    Running,
    Frozen,
}

/// <summary>The server's record of a container or a virtual machine.</summary>
internal sealed class Instance(string name, string project, string type)
{
    public string Name => name;

    public string Project => project;

    /// <summary>container or virtual-machine.</summary>
    public string Type => type;

    public bool IsVirtualMachine => type == "virtual-machine";

    public string Url => $"/1.0/instances/{name}{(project == "default" ? "" : $"?project={project}")}";

    /// <summary>Its image's, once that is unpacked.</summary>
    public string Architecture { get; set; } = "x86_64";

    public bool IsEphemeral { get; set; }

    public string Description { get; set; } = "";

    public string Location { get; init; } = "none";

    public SortedDictionary<string, string> Config { get; set; } = new(StringComparer.Ordinal);

    public JsonObject Devices { get; set; } = [];

    public IReadOnlyList<string> Profiles { get; set; } = ["default"];

    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>1970 until the first start, as at a real server.</summary>
    public DateTimeOffset LastUsedAt { get; set; } = DateTimeOffset.UnixEpoch;

    public DateTimeOffset StartedAt { get; set; }

    public int Boots { get; set; }

    public Power Power { get; set; }

    /// <summary>It ran when the daemon saw it last.</summary>
    public bool WasRunning { get; set; }

    /// <summary>The operation that keeps others away: create or stop.</summary>
    public string? Busy { get; set; }

    /// <summary>Its disk was unpacked to the end.</summary>
    public bool IsWhole { get; set; }

    public bool IgnoresShutdown { get; set; }

    public string Console { get; set; } = "";

    public FileTree Files { get; set; } = FileTree.Bare();

    /// <summary>Outputs of recorded commands, by the path they are got from.</summary>
    public SortedDictionary<string, string> Logs { get; } = new(StringComparer.Ordinal);

    /// <summary>What its version is taken of.</summary>
    public JsonObject Versioned => new()
    {
        ["config"] = Json.Of(Config), ["devices"] = Devices.DeepClone(), ["ephemeral"] = IsEphemeral,
        ["profiles"] = Json.Of(Profiles), ["description"] = Description,
    };
}
