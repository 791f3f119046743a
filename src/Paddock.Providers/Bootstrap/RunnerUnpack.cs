namespace Paddock.Providers.Bootstrap;

/// <summary>Unpacks a runner archive into a directory of this host.</summary>
internal static class RunnerUnpack
{
    /// <summary>
    /// Nobody may write what is unpacked: it is shared by links between runners. This stops accidents of ordinary
    /// users; root writes where it wants.
    /// </summary>
    private const UnixFileMode ReadOnly = UnixFileMode.UserRead | UnixFileMode.GroupRead | UnixFileMode.OtherRead
        | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    /// <exception cref="InvalidDataException">It is no runner archive, or holds what one may not.</exception>
    /// <exception cref="IOException">The disk does not take it.</exception>
    public static async Task UnpackAsync(Stream archive, string root, CancellationToken cancellationToken)
    {
        await foreach (var entry in RunnerArchiveReader.ReadAsync(archive, cancellationToken))
        {
            var path = Path.Combine(root, entry.Path);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            switch (entry)
            {
                case TreeEntry.Directory:
                    Directory.CreateDirectory(path);
                    break;
                case TreeEntry.File file:
                    await WriteAsync(file, path, cancellationToken);
                    break;
                case TreeEntry.Again again:
                    // A copy: it means the same to everybody who only reads.
                    File.Copy(Path.Combine(root, again.Original), path);
                    break;
                case TreeEntry.Link link:
                    File.CreateSymbolicLink(path, link.Target);
                    break;
                default:
                    throw new InvalidOperationException($"Unknown entry {entry}.");
            }
        }
    }

    private static async Task WriteAsync(TreeEntry.File entry, string path, CancellationToken cancellationToken)
    {
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = entry.Mode & ReadOnly,
        };
        await using var file = new FileStream(path, options);
        if (entry.Content is { } content)
        {
            await content.CopyToAsync(file, cancellationToken);
        }
    }
}
