using System.Formats.Tar;

namespace Paddock.Providers.Bootstrap;

/// <summary>
/// A runner archive written anew as a plain tar that lies below the runner's root and belongs to the runner's user.
/// </summary>
internal static class RunnerTree
{
    private const UnixFileMode Plain =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    private const UnixFileMode Executable =
        Plain | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    /// <param name="to">Can seek: a member's length is known only after it was unpacked.</param>
    /// <exception cref="InvalidDataException">
    /// It is no runner archive, or an entry is not what one may hold.
    /// </exception>
    public static async Task WriteAsync(
        Stream archive, TarWriter to, RunnerPlace place, CancellationToken cancellationToken)
    {
        await to.WriteEntryAsync(DirectoryAt(place.Root, place.User), cancellationToken);
        await foreach (var entry in RunnerArchiveReader.ReadAsync(archive, cancellationToken))
        {
            await to.WriteEntryAsync(Moved(entry, place), cancellationToken);
        }
    }

    public static PaxTarEntry DirectoryAt(string path, RunnerUser owner) =>
        Owned(new PaxTarEntry(TarEntryType.Directory, path.TrimStart('/') + "/") { Mode = Executable }, owner);

    public static PaxTarEntry FileAt(string path, Stream content, UnixFileMode mode, RunnerUser owner) =>
        Owned(
            new PaxTarEntry(TarEntryType.RegularFile, path.TrimStart('/')) { Mode = mode, DataStream = content },
            owner);

    private static PaxTarEntry Moved(TreeEntry entry, RunnerPlace place)
    {
        var root = place.Root.TrimStart('/');
        var path = $"{root}/{entry.Path}";
        var moved = entry switch
        {
            TreeEntry.Directory => new PaxTarEntry(TarEntryType.Directory, path + "/") { Mode = Executable },
            TreeEntry.File file => new PaxTarEntry(TarEntryType.RegularFile, path)
            {
                Mode = ModeOf(file.Mode), DataStream = file.Content,
            },
            TreeEntry.Again again => new PaxTarEntry(TarEntryType.HardLink, path)
            {
                Mode = ModeOf(again.Mode), LinkName = $"{root}/{again.Original}",
            },
            TreeEntry.Link link => new PaxTarEntry(TarEntryType.SymbolicLink, path)
            {
                Mode = Executable, LinkName = link.Target,
            },
            _ => throw new InvalidOperationException($"Unknown entry {entry}."),
        };
        moved.ModificationTime = entry.Changed;
        return Owned(moved, place.User);
    }

    private static UnixFileMode ModeOf(UnixFileMode mode) =>
        mode.HasFlag(UnixFileMode.UserExecute) ? Executable : Plain;

    private static PaxTarEntry Owned(PaxTarEntry entry, RunnerUser owner)
    {
        entry.Uid = owner.Uid;
        entry.Gid = owner.Gid;
        return entry;
    }
}
