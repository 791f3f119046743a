using Paddock.Storage.Schema;

namespace Paddock.Storage.Sqlite;

/// <summary>Where an embedded store lies, and its limits.</summary>
/// <param name="Path">A file, made if it is not there, in a directory that is; or <c>:memory:</c>.</param>
public sealed record SqliteStoreOptions(string Path)
{
    public StoreRetention Retention { get; init; } = new();

    /// <summary>Requests that share one commit at most.</summary>
    public int BatchMax { get; init; } = 128;

    /// <summary>Requests that may wait for the writer; further ones are refused as unavailable.</summary>
    public int RequestsMax { get; init; } = 16_384;

    /// <summary>Newest journal entries kept in memory, so that the engine's reading needs no disk.</summary>
    public int TailEntriesMax { get; init; } = 8_192;

    /// <summary>How long to wait for another program's lock on the database, in whole seconds.</summary>
    public TimeSpan BusyLimit { get; init; } = TimeSpan.FromSeconds(5);

    internal IReadOnlyList<Migration> Migrations { get; init; } = Migration.All;

    internal Func<string, bool> IsNetwork { get; init; } = MountTable.IsNetwork;

    /// <summary>The file itself where the path is a link: log and lock lie beside the file, not the link.</summary>
    internal string RealPath =>
        new FileInfo(Path) is { LinkTarget: not null } link
            ? link.ResolveLinkTarget(returnFinalTarget: true)!.FullName
            : System.IO.Path.GetFullPath(Path);
}
