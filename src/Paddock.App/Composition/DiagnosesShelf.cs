using System.Globalization;
using System.Text;
using Paddock.Core.Model;
using Paddock.Ports.Providers;

namespace Paddock.App.Composition;

/// <summary>
/// Log tails of machines that are gone, one file each, the newest <see cref="FilesMax"/>. The first line is the exit
/// code, the rest the log as it came.
/// </summary>
internal sealed class DiagnosesShelf(string directory) : IDiagnosesShelf
{
    /// <summary>At 64 KiB each this is 32 MiB at most.</summary>
    public const int FilesMax = 512;

    private const string Extension = ".log";

    private readonly Lock _writing = new();

    /// <summary>Off the caller's thread: that is the engine's, and a disk may be slow.</summary>
    public Task KeepAsync(MachineName machine, Diagnosis diagnosis, CancellationToken cancellationToken) =>
        Task.Run(() => Keep(machine, diagnosis), cancellationToken);

    /// <summary>What was kept of a machine; null when nothing was, or it was long ago.</summary>
    public async Task<Diagnosis?> FindAsync(MachineName machine, CancellationToken cancellationToken)
    {
        try
        {
            var text = await File.ReadAllTextAsync(PathOf(machine), cancellationToken);
            var end = text.IndexOf('\n', StringComparison.Ordinal);
            if (end < 0)
            {
                // Written when the disk was full, or by a process that was killed at it.
                return null;
            }
            int? code = int.TryParse(text.AsSpan(0, end), CultureInfo.InvariantCulture, out var number) ? number : null;
            return new Diagnosis(code, text[(end + 1)..]);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Names come from lists of strangers too; only their file name can matter.</summary>
    private string PathOf(MachineName machine) => Path.Combine(directory, Path.GetFileName(machine.Value) + Extension);

    private void Keep(MachineName machine, Diagnosis diagnosis)
    {
        lock (_writing)
        {
            try
            {
                Directory.CreateDirectory(directory);
                var code = diagnosis.ExitCode?.ToString(CultureInfo.InvariantCulture) ?? "";
                File.WriteAllText(PathOf(machine), $"{code}\n{diagnosis.LogTail}", Encoding.UTF8);
                Trim();
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                // A full disk costs comfort here; the store, which shares it, says so loudly.
            }
        }
    }

    private void Trim()
    {
        var files = new DirectoryInfo(directory).GetFiles("*" + Extension);
        foreach (var file in files.OrderByDescending(file => file.LastWriteTimeUtc).Skip(FilesMax))
        {
            file.Delete();
        }
    }
}
