namespace Paddock.Ports.Store;

/// <summary>Everything that can be wrong with a store. Closed; each has its own message and remedy.</summary>
public enum StoreFaultKind
{
    /// <summary>Another process holds it.</summary>
    Locked,

    /// <summary>It is not what we wrote.</summary>
    Corrupt,

    ReadOnly,

    DiskFull,

    /// <summary>A newer Paddock wrote it.</summary>
    NewerSchema,

    /// <summary>The library, server or directory it needs is not there, or too old.</summary>
    Missing,

    /// <summary>It lies where its locks do not work.</summary>
    NetworkFileSystem,

    /// <summary>It failed for now; trying again may help.</summary>
    Unavailable,
}

/// <summary>A store that cannot do what was asked. Nothing of the refused batch was stored.</summary>
public sealed class StoreFaultException(StoreFaultKind kind, string message, string remedy, Exception? inner = null)
    : Exception($"{message} {remedy}", inner)
{
    public StoreFaultKind Kind { get; } = kind;

    /// <summary>The message without its remedy, for whoever shows that on a line of its own.</summary>
    public string Problem { get; } = message;

    public string Remedy { get; } = remedy;
}
