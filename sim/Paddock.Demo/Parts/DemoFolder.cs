namespace Paddock.Demo.Parts;

/// <summary>Everything the demonstration puts on this disk, in one directory that only its user may read.</summary>
internal sealed class DemoFolder : IDisposable
{
    /// <summary>Short, because the path of a unix socket may have 107 bytes.</summary>
    public DemoFolder() => Root = Directory.CreateTempSubdirectory("paddock-demo-").FullName;

    public string Root { get; }

    public string ConfigFile => Path.Combine(Root, "paddock.yaml");

    public string LogFile => Path.Combine(Root, "paddock.log");

    public string State => Path.Combine(Root, "state");

    public string Socket => Path.Combine(Root, "admin.sock");

    public bool Exists => Directory.Exists(Root);

    /// <summary>Copies the log to where it survives, and tells where that is.</summary>
    public string KeepLog()
    {
        var kept = $"{Root}.log";
        File.Copy(LogFile, kept, overwrite: true);
        return kept;
    }

    public void Dispose()
    {
        if (Exists)
        {
            Directory.Delete(Root, recursive: true);
        }
    }
}
