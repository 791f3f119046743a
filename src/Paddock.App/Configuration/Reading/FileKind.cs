using System.Runtime.InteropServices;
using System.Text;

namespace Paddock.App.Configuration.Reading;

/// <summary>
/// Whether a path leads to a regular file, with links followed. .NET does not tell a pipe or a device from one before
/// it is opened, and opening is what blocks.
/// </summary>
internal static class FileKind
{
    // statx(2). The kernel lays it out alike on every architecture, which it does not do for stat(2).
    private const int WorkingDirectory = -100;
    private const uint TypeWanted = 1;
    private const int StructBytes = 256;
    private const int ModeAt = 28;

    // inode(7): S_IFMT and S_IFREG.
    private const int TypeMask = 0xF000;
    private const int RegularType = 0x8000;

    /// <summary>True as well where nobody can tell: reading then says what is wrong.</summary>
    public static bool IsRegular(string path)
    {
        if (!OperatingSystem.IsLinux())
        {
            return true;
        }
        var told = new byte[StructBytes];
        try
        {
            return StatX(WorkingDirectory, Encoding.UTF8.GetBytes(path + '\0'), flags: 0, TypeWanted, told) != 0
                || (MemoryMarshal.Read<ushort>(told.AsSpan(ModeAt)) & TypeMask) == RegularType;
        }
        catch (TypeLoadException)
        {
            // No libc of that name, or one that is too old.
            return true;
        }
    }

    [DllImport("libc", EntryPoint = "statx")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int StatX(int folder, byte[] path, int flags, uint wanted, byte[] told);
}
