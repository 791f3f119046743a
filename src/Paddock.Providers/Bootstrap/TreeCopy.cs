using System.Runtime.InteropServices;

namespace Paddock.Providers.Bootstrap;

/// <summary>
/// A runner's directory from an unpacked archive, cheaply: hundreds of megabytes as links take no room and a fraction
/// of a second, and the real runner lives in such a tree. The scripts on top, which people and jobs do
/// edit, are copies.
/// </summary>
internal static class TreeCopy
{
    public static void Make(string from, string to, CancellationToken cancellationToken) =>
        Make(new DirectoryInfo(from), to, isTop: true, cancellationToken);

    private static void Make(DirectoryInfo from, string to, bool isTop, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Directory.CreateDirectory(to);
        foreach (var entry in from.EnumerateFileSystemInfos())
        {
            var target = Path.Combine(to, entry.Name);
            if (entry.LinkTarget is { } link)
            {
                File.CreateSymbolicLink(target, link);
            }
            else if (entry is DirectoryInfo directory)
            {
                Make(directory, target, isTop: false, cancellationToken);
            }
            else if (isTop || MakeLink(entry.FullName, target) != 0)
            {
                // Some file systems have no links, and some hosts let nobody link what they may not write.
                File.Copy(entry.FullName, target);
                File.SetUnixFileMode(target, File.GetUnixFileMode(target) | UnixFileMode.UserWrite);
            }
        }
    }

    [DllImport("libc", EntryPoint = "link")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int MakeLink(
        [MarshalAs(UnmanagedType.LPUTF8Str)] string from, [MarshalAs(UnmanagedType.LPUTF8Str)] string to);
}
