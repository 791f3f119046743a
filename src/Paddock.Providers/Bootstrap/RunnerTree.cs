using System.Formats.Tar;
using System.IO.Compression;

namespace Paddock.Providers.Bootstrap;

/// <summary>
/// A runner archive, read with suspicion and written anew as a plain tar that lies below the runner's root and belongs
/// to the runner's user. The archive was verified against GitHub's checksum; this makes sure that even a bad one can
/// put nothing elsewhere.
/// </summary>
internal static class RunnerTree
{
    /// <summary>The real archive has about 10,000.</summary>
    private const int EntriesMax = 200_000;

    /// <summary>Unpacked the real archive has about 600 MB.</summary>
    private const long BytesMax = 4L * 1024 * 1024 * 1024;

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
        await using var unpacked = new GZipStream(archive, CompressionMode.Decompress, leaveOpen: true);
        await using var reader = new TarReader(unpacked, leaveOpen: true);
        var (entries, bytes, hasRun) = (0, 0L, false);
        await to.WriteEntryAsync(DirectoryAt(place.Root, place.User), cancellationToken);
        while (await reader.GetNextEntryAsync(copyData: false, cancellationToken) is { } entry)
        {
            bytes += entry.Length;
            if (++entries > EntriesMax || bytes > BytesMax)
            {
                throw new InvalidDataException(
                    $"The runner archive has more than {EntriesMax} entries or {BytesMax} bytes.");
            }
            if (entry.EntryType == TarEntryType.GlobalExtendedAttributes
                || RelativeOf(entry.Name) is not { Length: > 0 } name)
            {
                continue;
            }
            hasRun |= name == "run.sh";
            await to.WriteEntryAsync(Moved(entry, name, place), cancellationToken);
        }
        if (!hasRun)
        {
            throw new InvalidDataException("The runner archive has no run.sh.");
        }
    }

    public static PaxTarEntry DirectoryAt(string path, RunnerUser owner) =>
        Owned(new PaxTarEntry(TarEntryType.Directory, path.TrimStart('/') + "/") { Mode = Executable }, owner);

    public static PaxTarEntry FileAt(string path, Stream content, UnixFileMode mode, RunnerUser owner) =>
        Owned(
            new PaxTarEntry(TarEntryType.RegularFile, path.TrimStart('/')) { Mode = mode, DataStream = content },
            owner);

    private static PaxTarEntry Moved(TarEntry entry, string name, RunnerPlace place)
    {
        var path = $"{place.Root.TrimStart('/')}/{name}";
        var mode = entry.Mode.HasFlag(UnixFileMode.UserExecute) ? Executable : Plain;
        var moved = entry.EntryType switch
        {
            TarEntryType.Directory => new PaxTarEntry(TarEntryType.Directory, path + "/") { Mode = Executable },
            TarEntryType.RegularFile or TarEntryType.V7RegularFile or TarEntryType.ContiguousFile =>
                new PaxTarEntry(TarEntryType.RegularFile, path) { Mode = mode, DataStream = entry.DataStream },
            TarEntryType.SymbolicLink => new PaxTarEntry(TarEntryType.SymbolicLink, path)
            {
                Mode = Executable, LinkName = CheckedTarget(name, entry.LinkName),
            },
            TarEntryType.HardLink => new PaxTarEntry(TarEntryType.HardLink, path)
            {
                Mode = mode, LinkName = $"{place.Root.TrimStart('/')}/{RelativeOf(entry.LinkName)}",
            },
            _ => throw new InvalidDataException(
                $"The runner archive holds {Providers.Plain.Line(entry.Name)}, a {entry.EntryType}."),
        };
        moved.ModificationTime = entry.ModificationTime;
        return Owned(moved, place.User);
    }

    private static PaxTarEntry Owned(PaxTarEntry entry, RunnerUser owner)
    {
        entry.Uid = owner.Uid;
        entry.Gid = owner.Gid;
        return entry;
    }

    /// <summary><c>./bin/x</c> as <c>bin/x</c>; empty for the root itself.</summary>
    private static string RelativeOf(string name)
    {
        var parts = name.Split('/').Where(part => part is not ("" or ".")).ToArray();
        return name.StartsWith('/') || parts.Contains("..")
            ? throw new InvalidDataException(
                $"The runner archive names {Providers.Plain.Line(name)}, outside of itself.")
            : string.Join('/', parts);
    }

    /// <summary>A link may climb, but not above the root.</summary>
    private static string CheckedTarget(string name, string target)
    {
        var depth = name.Count(c => c == '/');
        foreach (var part in target.Split('/'))
        {
            depth += part switch
            {
                "" or "." => 0,
                ".." => -1,
                _ => 1,
            };
            if (depth < 0)
            {
                break;
            }
        }
        return depth < 0 || target.StartsWith('/') || target.Length == 0
            ? throw new InvalidDataException(
                $"The runner archive links {Providers.Plain.Line(name)} to {Providers.Plain.Line(target)}, outside of "
                + "itself.")
            : target;
    }
}
