using System.Formats.Tar;
using System.IO.Compression;

namespace Paddock.Providers.Bootstrap;

/// <summary>
/// Unpacks a runner archive into a directory of this host. The archive was verified against GitHub's checksum; this
/// makes sure that even a bad one can put nothing elsewhere. Links are made last, so that no file is written through
/// one.
/// </summary>
internal sealed class RunnerUnpack(string root)
{
    /// <summary>The real archive has about 10,000.</summary>
    private const int EntriesMax = 200_000;

    /// <summary>Unpacked the real archive has about 600 MB.</summary>
    private const long BytesMax = 4L * 1024 * 1024 * 1024;

    /// <summary>
    /// Nobody may write what is unpacked: it is shared by links between runners. This stops accidents of ordinary
    /// users; root writes where it wants.
    /// </summary>
    private const UnixFileMode ReadOnly = UnixFileMode.UserRead | UnixFileMode.GroupRead | UnixFileMode.OtherRead
        | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    private readonly HashSet<string> _files = new(StringComparer.Ordinal);
    private readonly List<(string Path, string Target)> _links = [];
    private readonly List<(string Path, string Target)> _hardLinks = [];

    /// <exception cref="InvalidDataException">It is no runner archive, or holds what one may not.</exception>
    public static async Task UnpackAsync(Stream archive, string root, CancellationToken cancellationToken)
    {
        var unpack = new RunnerUnpack(root);
        await using var unzipped = new GZipStream(archive, CompressionMode.Decompress, leaveOpen: true);
        await using var reader = new TarReader(unzipped, leaveOpen: true);
        var (entries, bytes) = (0, 0L);
        while (await reader.GetNextEntryAsync(copyData: false, cancellationToken) is { } entry)
        {
            bytes += entry.Length;
            if (++entries > EntriesMax || bytes > BytesMax)
            {
                throw new InvalidDataException(
                    $"The runner archive has more than {EntriesMax} entries or {BytesMax} bytes.");
            }
            await unpack.TakeAsync(entry, cancellationToken);
        }
        unpack.Finish();
    }

    private async Task TakeAsync(TarEntry entry, CancellationToken cancellationToken)
    {
        if (entry.EntryType is TarEntryType.GlobalExtendedAttributes)
        {
            return;
        }
        var path = TreePath.Relative(entry.Name);
        switch (entry.EntryType)
        {
            case TarEntryType.Directory:
                Directory.CreateDirectory(Path.Combine(root, path));
                break;
            case TarEntryType.RegularFile or TarEntryType.V7RegularFile or TarEntryType.ContiguousFile:
                await WriteAsync(entry, Claim(path), cancellationToken);
                break;
            case TarEntryType.SymbolicLink:
                _links.Add((Claim(path), entry.LinkName));
                break;
            case TarEntryType.HardLink:
                _hardLinks.Add((Claim(path), TreePath.Relative(entry.LinkName)));
                break;
            default:
                throw new InvalidDataException(
                    $"The runner archive holds {Plain.Line(entry.Name)}, a {entry.EntryType}.");
        }
    }

    private string Claim(string path) =>
        path.Length > 0 && _files.Add(path)
            ? path
            : throw new InvalidDataException($"The runner archive holds {Plain.Line(path)} twice.");

    private async Task WriteAsync(TarEntry entry, string path, CancellationToken cancellationToken)
    {
        var full = Path.Combine(root, path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = entry.Mode & ReadOnly,
        };
        await using var file = new FileStream(full, options);
        if (entry.DataStream is { } content)
        {
            await content.CopyToAsync(file, cancellationToken);
        }
    }

    private void Finish()
    {
        if (!_files.Contains("run.sh"))
        {
            throw new InvalidDataException("The runner archive has no run.sh.");
        }
        foreach (var (path, target) in _hardLinks)
        {
            // A copy: it means the same to everybody who only reads.
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(root, path))!);
            File.Copy(Path.Combine(root, target), Path.Combine(root, path));
        }
        var links = _links.Select(link => link.Path).ToHashSet(StringComparer.Ordinal);
        foreach (var (path, target) in _links)
        {
            TreePath.CheckLink(path, target, links);
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(root, path))!);
            File.CreateSymbolicLink(Path.Combine(root, path), target);
        }
    }
}
