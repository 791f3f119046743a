using Paddock.Ports.Store;

namespace Paddock.Storage.Sqlite;

/// <summary>Writes a consistent copy of a database, while others read and write it.</summary>
internal static class DatabaseCopy
{
    /// <summary>
    /// The copy appears under its name only when it is whole and on the disk: a crash in between leaves a file whose
    /// name says that it is partial.
    /// </summary>
    /// <exception cref="StoreFaultException">
    /// The directory is missing or may not be written, the disk is full, or the database is damaged.
    /// </exception>
    public static void Write(Database from, string path, bool replace)
    {
        var partial = $"{path}.partial";
        try
        {
            WritePartial(from, partial);
            File.Move(partial, path, replace);
        }
        catch (Exception error)
        {
            if (File.Exists(partial))
            {
                File.Delete(partial);
            }
            throw error switch
            {
                IOException or UnauthorizedAccessException => FileFaults.From(error, path),
                StoreFaultException { Kind: StoreFaultKind.DiskFull } => new StoreFaultException(
                    StoreFaultKind.DiskFull, $"There is no room for a copy of {from.Path} at {path}.",
                    "Free some space there.", error),
                _ => error,
            };
        }
    }

    private static void WritePartial(Database from, string partial)
    {
        // SQLite copies into an empty file as well as into none, and this one is nobody else's to read.
        File.Delete(partial);
        OwnFile.Create(partial).Dispose();
        using (var copy = new Statement(from, "VACUUM INTO $path", "$path"))
        {
            copy.Run(partial);
        }

        // SQLite leaves the syncing of a copy to its owner.
        using var written = new FileStream(partial, FileMode.Open, FileAccess.ReadWrite);
        written.Flush(flushToDisk: true);
    }
}
