using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;
using Paddock.Ports.Store;

namespace Paddock.Storage.Sqlite;

/// <summary>
/// The right to write a store, held for the life of the process (decision D13): an exclusive flock(2) on a file beside
/// the database. The kernel frees it with the process, however that ends, so there is no time-out to wait for. The
/// file itself stays: deleting it would let two processes lock two files of one name.
/// </summary>
internal sealed class StoreLock : IDisposable
{
    private const int HolderBytesMax = 200;

    private readonly FileStream _file;

    private StoreLock(FileStream file) => _file = file;

    /// <param name="path">The database, with links followed: two names of one store must meet at one lock.</param>
    /// <param name="isNetwork">Tells from a file system's type whether locks on it hold.</param>
    public static StoreLock Take(string path, DateTimeOffset now, Func<string, bool> isNetwork)
    {
        var lockPath = $"{path}.lock";
        var file = Open(lockPath, path);
        try
        {
            RefuseNetwork(file, path, isNetwork);
            Prove(lockPath);
            Sign(file, now);
            return new StoreLock(file);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Whether a process holds it. A lock that cannot be looked at is held by nobody we would disturb.
    /// </summary>
    public static bool IsHeld(string path)
    {
        try
        {
            // Shared, and given back at once: two who look do not take each other for a running Paddock.
            using var file = new FileStream($"{path}.lock", FileMode.Open, FileAccess.Read, FileShare.Read);
            return false;
        }
        catch (IOException error)
        {
            return FileFaults.IsHeldByAnother(error);
        }
        catch (UnauthorizedAccessException)
        {
            return false;
        }
    }

    public void Dispose() => _file.Dispose();

    private static FileStream Open(string lockPath, string path)
    {
        try
        {
            return OwnFile.Create(lockPath);
        }
        catch (IOException error) when (FileFaults.IsHeldByAnother(error))
        {
            throw new StoreFaultException(
                StoreFaultKind.Locked, $"Another Paddock holds {path}: {HolderOf(lockPath)}.",
                "Stop that one first, or give this one a store of its own.", error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw FileFaults.From(error, lockPath);
        }
    }

    private static void RefuseNetwork(FileStream file, string path, Func<string, bool> isNetwork)
    {
        if (MountTable.TypeOf((int)file.SafeFileHandle.DangerousGetHandle()) is { } type && isNetwork(type))
        {
            throw new StoreFaultException(
                StoreFaultKind.NetworkFileSystem,
                $"{path} lies on a network file system ({type}), where a database is damaged sooner or later.",
                "Put the store on a local disk, or use PostgreSQL.");
        }
    }

    /// <summary>
    /// .NET locks nothing, and says nothing, where the file system cannot or where its locking is switched off
    /// (DOTNET_SYSTEM_IO_DISABLEFILELOCKING). A lock that can be taken twice is none.
    /// </summary>
    private static void Prove(string lockPath)
    {
        try
        {
            OwnFile.Create(lockPath).Dispose();
        }
        catch (IOException error) when (FileFaults.IsHeldByAnother(error))
        {
            return;
        }
        throw new StoreFaultException(
            StoreFaultKind.NetworkFileSystem, $"Locking {lockPath} has no effect.",
            "Put the store on a local disk, and do not switch file locking off (DOTNET_SYSTEM_IO_DISABLEFILELOCKING).");
    }

    private static void Sign(FileStream file, DateTimeOffset now)
    {
        var holder = string.Create(
            CultureInfo.InvariantCulture,
            $"process {Environment.ProcessId} on {Environment.MachineName} since {now.UtcDateTime:u}\n");
        try
        {
            file.SetLength(0);
            file.Write(Encoding.UTF8.GetBytes(holder));
        }
        catch (IOException)
        {
            // The lock holds without a signature; a full disk shall not keep a store from being opened and read.
            file.SetLength(0);
        }
    }

    private static string HolderOf(string lockPath)
    {
        using var handle = new SafeFileHandle(OpenUnlocked(lockPath, ReadOnlyCloseOnExec), ownsHandle: true);
        if (handle.IsInvalid)
        {
            return "it does not let us read who it is";
        }
        var buffer = new byte[HolderBytesMax];
        var length = RandomAccess.Read(handle, buffer, 0);
        var text = Encoding.UTF8.GetString(buffer, 0, length);
        var holder = new string([.. text.Where(letter => !char.IsControl(letter))]);
        return holder.Length > 0 ? holder : "it has not signed";
    }

    private const int ReadOnlyCloseOnExec = 0x80000;

    /// <summary>open(2) itself: whatever .NET opens it also locks, which is just what cannot be done here.</summary>
    [DllImport("libc", EntryPoint = "open")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int OpenUnlocked([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags);
}
