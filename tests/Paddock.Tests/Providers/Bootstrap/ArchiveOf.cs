using System.Formats.Tar;
using System.IO.Compression;
using System.Text;

namespace Paddock.Tests.Providers.Bootstrap;

/// <summary>Archives entry by entry, as no packer would write them.</summary>
internal static class ArchiveOf
{
    public static byte[] Entries(params IEnumerable<TarEntry> entries)
    {
        using var archive = new MemoryStream();
        using (var zipped = new GZipStream(archive, CompressionLevel.Fastest, leaveOpen: true))
        using (var tar = new TarWriter(zipped))
        {
            foreach (var entry in entries)
            {
                tar.WriteEntry(entry);
            }
        }
        return archive.ToArray();
    }

    public static PaxTarEntry File(string path, string content, bool executable = false) =>
        new(TarEntryType.RegularFile, path)
        {
            Mode = UnixFileMode.UserRead | UnixFileMode.UserWrite | (executable ? UnixFileMode.UserExecute : 0),
            DataStream = new MemoryStream(Encoding.UTF8.GetBytes(content)),
        };

    public static PaxTarEntry Directory(string path) => new(TarEntryType.Directory, path);

    public static PaxTarEntry Link(string path, string target) =>
        new(TarEntryType.SymbolicLink, path) { LinkName = target };

    public static PaxTarEntry HardLink(string path, string target) =>
        new(TarEntryType.HardLink, path) { LinkName = target };
}
