using Paddock.Ports.Store;

namespace Paddock.Storage.Sqlite;

/// <summary>What the file system's refusals mean for a store.</summary>
internal static class FileFaults
{
    // Linux error numbers (errno(3)); .NET hands them on in HResult where it has no exception of its own for them.
    private const int WouldBlock = 11;
    private const int NoSpace = 28;
    private const int ReadOnlyFileSystem = 30;
    private const int QuotaExceeded = 122;

    public static bool IsHeldByAnother(IOException error) => error.HResult == WouldBlock;

    public static StoreFaultException From(Exception error, string path) => error switch
    {
        DirectoryNotFoundException => new(
            StoreFaultKind.Missing, $"The directory of {path} is not there.",
            $"Make it: mkdir -p {Path.GetDirectoryName(path)}", error),
        UnauthorizedAccessException or IOException { HResult: ReadOnlyFileSystem } =>
            SqliteFaults.ReadOnly(path, error),
        IOException { HResult: NoSpace or QuotaExceeded } => SqliteFaults.DiskFull(path, error),
        _ => new(StoreFaultKind.Unavailable, $"{path} cannot be used: {error.Message}", "Check its directory.", error),
    };
}
