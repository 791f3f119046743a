using Paddock.App.Configuration.Reading;

namespace Paddock.App.Configuration;

/// <summary>What a configuration is read from. Nothing else is looked at: the same request reads the same.</summary>
public sealed record ConfigRequest
{
    /// <summary>What <c>--config</c> says; null to look at the usual places (<see cref="ConfigPaths"/>).</summary>
    public string? Path { get; init; }

    public required IReadOnlyDictionary<string, string> Environment { get; init; }

    /// <summary>
    /// From flags, by the name of a <see cref="Keys.Setting"/>: <c>max-runners</c>. They win over all else.
    /// </summary>
    public IReadOnlyDictionary<string, string> Flags { get; init; } = new Dictionary<string, string>();

    public required string WorkingDirectory { get; init; }

    public required string HomeDirectory { get; init; }

    /// <summary>Root keeps its state in <c>/var/lib</c>, everyone else at home.</summary>
    public bool IsRoot { get; init; }

    internal IConfigFiles Files { get; init; } = new DiskFiles();

    /// <summary>A request from where this process stands.</summary>
    public static ConfigRequest FromProcess(string? path, IReadOnlyDictionary<string, string> environment) => new()
    {
        Path = path,
        Environment = environment,
        WorkingDirectory = System.Environment.CurrentDirectory,
        HomeDirectory = System.Environment.GetFolderPath(System.Environment.SpecialFolder.UserProfile),
        IsRoot = System.Environment.IsPrivilegedProcess,
    };

    /// <summary>A variable that is set to nothing counts as not set, as shells and unit files leave them.</summary>
    internal string? Variable(string name) =>
        Environment.TryGetValue(name, out var value) && value.Length > 0 ? value : null;
}
