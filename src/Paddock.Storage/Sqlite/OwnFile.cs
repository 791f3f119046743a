namespace Paddock.Storage.Sqlite;

/// <summary>
/// Makes files that only our user may read. SQLite would make them as the process's umask has it, and names of private
/// repositories are nobody else's business; files it makes beside the database take over the database's mode.
/// </summary>
internal static class OwnFile
{
    /// <summary>Opens the file for writing, shared with nobody, and makes it if it is not there.</summary>
    public static FileStream Create(string path)
    {
        var options = new FileStreamOptions
        {
            Mode = FileMode.OpenOrCreate,
            Access = FileAccess.ReadWrite,
            Share = FileShare.None,
            BufferSize = 0,
        };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }
        return new FileStream(path, options);
    }
}
