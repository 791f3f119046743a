using System.Formats.Tar;
using System.IO.Compression;
using System.Runtime.CompilerServices;

namespace Paddock.Providers.Bootstrap;

/// <summary>
/// A runner archive, read with suspicion. It was verified against GitHub's checksum; this makes sure that even a bad
/// one can put nothing outside of the place it is unpacked to.
/// </summary>
internal static class RunnerArchiveReader
{
    /// <summary>The real archive has about 10,000.</summary>
    private const int EntriesMax = 200_000;

    /// <summary>Unpacked the real archive has about 600 MB.</summary>
    private const long BytesMax = 4L * 1024 * 1024 * 1024;

    /// <summary>
    /// What is in it, each path once: directories and files in their order, then hard links, then symbolic links, so
    /// that nothing is ever written through a link.
    /// </summary>
    /// <exception cref="InvalidDataException">
    /// It is no runner archive, or holds what one may not. What came before was sound; of the links none has been told.
    /// </exception>
    public static async IAsyncEnumerable<TreeEntry> ReadAsync(
        Stream archive, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var unpacked = new GZipStream(archive, CompressionMode.Decompress, leaveOpen: true);
        await using var reader = new TarReader(unpacked, leaveOpen: true);
        var tree = new TreeShape();
        var (entries, bytes) = (0, 0L);
        while (await reader.GetNextEntryAsync(copyData: false, cancellationToken) is { } entry)
        {
            bytes += entry.Length;
            if (++entries > EntriesMax || bytes > BytesMax)
            {
                throw new InvalidDataException(
                    $"The runner archive has more than {EntriesMax} entries or {BytesMax} bytes.");
            }
            if (entry.EntryType != TarEntryType.GlobalExtendedAttributes && tree.Take(entry) is { } found)
            {
                yield return found;
            }
        }
        foreach (var link in tree.Finish())
        {
            yield return link;
        }
    }
}
