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
            // SQLite copies into an empty file as well as into none, and this one is nobody else's to read.
            File.Delete(partial);
            OwnFile.Create(partial).Dispose();
            using (var copy = new Statement(from, "VACUUM INTO $path", "$path"))
            {
                copy.Run(partial);
            }
            using (var written = new FileStream(partial, FileMode.Open, FileAccess.ReadWrite))
            {
                written.Flush(flushToDisk: true);
            }
            File.Move(partial, path, replace);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw FileFaults.From(error, path);
        }
        catch (StoreFaultException fault) when (fault.Kind == StoreFaultKind.DiskFull)
        {
            File.Delete(partial);
            throw new StoreFaultException(fault.Kind, $"There is no room for a copy of {from.Path} at {path}.", "Free some space there.", fault);
        }
    }
}
