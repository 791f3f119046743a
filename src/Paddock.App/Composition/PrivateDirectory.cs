using Paddock.Ports.Store;

namespace Paddock.App.Composition;

/// <summary>Directories that hold what only Paddock's own user may read.</summary>
internal static class PrivateDirectory
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <summary>Makes it, mode 0700, if it is not there; one that is there keeps the mode its owner gave it.</summary>
    /// <exception cref="IOException">It cannot be made.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be made.</exception>
    public static void Make(string path)
    {
        if (!OperatingSystem.IsWindows() && !Directory.Exists(path))
        {
            Directory.CreateDirectory(path, OwnerOnly);
        }
    }

    /// <summary>The same for a directory of the state.</summary>
    /// <exception cref="StoreFaultException">It cannot be made.</exception>
    public static void MakeForState(string path)
    {
        try
        {
            Make(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new StoreFaultException(
                StoreFaultKind.Missing, $"The directory {path} cannot be made: {error.Message}",
                "Make it for the user Paddock runs as, or set another state_directory.", error);
        }
    }
}
