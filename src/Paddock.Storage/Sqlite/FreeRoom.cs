namespace Paddock.Storage.Sqlite;

/// <summary>What is free where a directory is.</summary>
/// <param name="Bytes">For this user; <see cref="long.MaxValue"/> where that cannot be seen.</param>
/// <param name="DiskBytes">Of the whole disk.</param>
internal sealed record FreeRoom(string Directory, long Bytes, long DiskBytes)
{
    public static FreeRoom At(string directory)
    {
        try
        {
            var drive = new DriveInfo(directory);
            return new FreeRoom(directory, drive.AvailableFreeSpace, drive.TotalSize);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return new FreeRoom(directory, long.MaxValue, DiskBytes: 0);
        }
    }

    /// <summary>
    /// Where SQLite puts temporary files (sqlite.org/tempfiles.html, "Temporary File Storage Locations").
    /// </summary>
    public static string TemporaryDirectory() =>
        new[]
        {
            Environment.GetEnvironmentVariable("SQLITE_TMPDIR"), Environment.GetEnvironmentVariable("TMPDIR"),
            "/var/tmp", "/usr/tmp", "/tmp",
        }.OfType<string>().FirstOrDefault(System.IO.Directory.Exists) ?? ".";

    /// <summary>.NET does not name the disk; two that are alike to the byte are taken for one.</summary>
    public bool IsSameDisk(FreeRoom other) => (Bytes, DiskBytes) == (other.Bytes, other.DiskBytes);
}
