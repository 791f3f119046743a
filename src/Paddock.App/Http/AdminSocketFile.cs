using System.Net.Sockets;
using Paddock.App.Composition;

namespace Paddock.App.Http;

/// <summary>The file of the admin socket. Whoever may open it may do everything: its mode is the whole guard.</summary>
internal static class AdminSocketFile
{
    private const string Key = "listen.admin";

    /// <summary>Makes the directory, and clears away what a Paddock that was killed has left.</summary>
    public static void Prepare(string path)
    {
        try
        {
            PrivateDirectory.Make(Path.GetDirectoryName(Path.GetFullPath(path))!);
            if (File.Exists(path))
            {
                Clear(path);
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new ListenFaultException(
                Key, $"{path} cannot be made: {error.Message}", "Choose a directory Paddock may write to.", error);
        }
    }

    /// <summary>Between bind and listen, so that nobody ever connects under another mode.</summary>
    public static void Protect(string path)
    {
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }
    }

    private static void Clear(string path)
    {
        using var probe = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            probe.Connect(new UnixDomainSocketEndPoint(path));
        }
        catch (SocketException error) when (error.SocketErrorCode == SocketError.ConnectionRefused && IsSocket(path))
        {
            File.Delete(path);
            return;
        }
        catch (SocketException)
        {
            throw new ListenFaultException(
                Key, $"{path} is there already and is no socket of a Paddock that ended.",
                "Move it away, or choose another path.");
        }
        throw new ListenFaultException(
            Key, $"Another program answers at {path}.", "Stop it, or choose another path.");
    }

    /// <summary>
    /// Connecting to an ordinary file is refused like connecting to a dead socket. A socket cannot be opened as a file.
    /// </summary>
    private static bool IsSocket(string path)
    {
        try
        {
            File.OpenRead(path).Dispose();
            return false;
        }
        catch (UnauthorizedAccessException)
        {
            return false;
        }
        catch (IOException)
        {
            return true;
        }
    }
}
