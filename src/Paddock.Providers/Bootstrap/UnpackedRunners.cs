using Paddock.Ports;
using Paddock.Ports.Forge;

namespace Paddock.Providers.Bootstrap;

/// <summary>
/// Runner archives unpacked on this host, one directory per version and checksum, each unpacked once however many want
/// it. A directory appears whole or not at all: it is unpacked beside its place and renamed.
/// </summary>
internal sealed class UnpackedRunners(string directory)
{
    /// <summary>The newest, and what a connection to another host of GitHub may still hand out.</summary>
    private const int Kept = 3;

    private const string UnfinishedPrefix = ".new-";
    private const int HashLetters = 12;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, Task<string>> _unpacking = new(StringComparer.Ordinal);

    /// <summary>The directory with <c>run.sh</c>. Nobody may change what is in it.</summary>
    /// <exception cref="InvalidDataException">The archive is none, or a bad one.</exception>
    /// <exception cref="IOException">The disk does not take it.</exception>
    public Task<string> GetAsync(RunnerArchive archive, CancellationToken cancellationToken)
    {
        var name = $"{archive.Version}-{archive.Sha256[..Math.Min(HashLetters, archive.Sha256.Length)]}";
        var path = Path.Combine(directory, Path.GetFileName(name));
        lock (_lock)
        {
            if (Directory.Exists(path))
            {
                return Task.FromResult(path);
            }
            if (!_unpacking.TryGetValue(path, out var unpacking) || unpacking.IsCompleted)
            {
                // Not for the sake of one caller, so no caller can cancel it.
                _unpacking[path] = unpacking = UnpackAsync(archive, path);
            }
            return unpacking.WaitAsync(cancellationToken);
        }
    }

    private async Task<string> UnpackAsync(RunnerArchive archive, string path)
    {
        await Hop.Off();
        var unfinished = Path.Combine(directory, UnfinishedPrefix + Path.GetFileName(path));
        TreeRemoval.Remove(unfinished);
        Directory.CreateDirectory(unfinished);
        try
        {
            await using (var file = File.OpenRead(archive.Path))
            {
                await RunnerUnpack.UnpackAsync(file, unfinished, CancellationToken.None);
            }
            Directory.Move(unfinished, path);
        }
        catch
        {
            TreeRemoval.Remove(unfinished);
            throw;
        }
        Tidy(path);
        return path;
    }

    /// <summary>
    /// Runners hold their files by links of their own, so an old version can go while they still run. One that cannot
    /// go costs its room, and must not cost the new one.
    /// </summary>
    private void Tidy(string newest)
    {
        try
        {
            var others = new DirectoryInfo(directory).GetDirectories()
                .Where(entry => entry.FullName != newest
                    && !entry.Name.StartsWith(UnfinishedPrefix, StringComparison.Ordinal))
                .OrderByDescending(entry => entry.CreationTimeUtc);
            foreach (var old in others.Skip(Kept - 1))
            {
                TreeRemoval.Remove(old.FullName);
            }
        }
        catch (Exception left) when (left is IOException or UnauthorizedAccessException)
        {
            // Tried again after the next unpacking.
        }
    }
}
