namespace Paddock.Providers.Bootstrap;

/// <summary>
/// Deletes a directory with everything in it. Jobs leave directories behind that nobody may write (Go's module cache is
/// one), so those are opened first. No link is followed.
/// </summary>
internal static class TreeRemoval
{
    private const UnixFileMode Open = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <exception cref="IOException">Something cannot be deleted.</exception>
    /// <exception cref="UnauthorizedAccessException">Something belongs to somebody else.</exception>
    public static void Remove(string path)
    {
        try
        {
            RemoveOnce(path);
        }
        catch (UnauthorizedAccessException)
        {
            OpenUp(new DirectoryInfo(path));
            RemoveOnce(path);
        }
    }

    private static void RemoveOnce(string path)
    {
        try
        {
            Directory.Delete(path, recursive: true);
        }
        catch (DirectoryNotFoundException)
        {
            // Gone is what was wanted.
        }
    }

    private static void OpenUp(DirectoryInfo directory)
    {
        directory.UnixFileMode |= Open;
        foreach (var below in directory.EnumerateDirectories())
        {
            if (below.LinkTarget is null)
            {
                OpenUp(below);
            }
        }
    }
}
