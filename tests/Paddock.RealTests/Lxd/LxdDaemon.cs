using System.Diagnostics;
using Paddock.RealTests.Docker;
using Paddock.Tests.Support;

namespace Paddock.RealTests.Lxd;

/// <summary>
/// An LXD of this run's own, in a folder that holds all it has. Whoever kills the run leaves it to the next one, which
/// clears away every folder whose owner no longer holds the lock on its file <c>alive</c>
/// (<c>eng/lxd-clear.sh</c>).
/// </summary>
internal sealed class LxdDaemon : IAsyncDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);

    private readonly string _folder;
    private readonly FileStream _alive;
    private Process? _process;

    private LxdDaemon(string folder)
    {
        _folder = folder;
        _alive = new FileStream(Path.Combine(folder, "alive"), FileMode.Create, FileAccess.Write, FileShare.None);
    }

    /// <summary>Short enough for the path of a socket.</summary>
    public string Socket => Path.Combine(DataFolder, "unix.socket");

    private string DataFolder => Path.Combine(_folder, "lxd");

    public static async Task<LxdDaemon> StartAsync(CancellationToken cancellationToken)
    {
        await Command.RunAsync(ClearScript, [], cancellationToken);
        var folder = Directory.CreateTempSubdirectory("paddock-lxd-").FullName;

        // The root of an unprivileged container is a stranger here, and has to come by on its way to its files.
        await Command.RunAsync("chmod", ["711", folder], cancellationToken);
        var daemon = new LxdDaemon(folder);
        try
        {
            Directory.CreateDirectory(daemon.DataFolder);
            await daemon.RunAsync(cancellationToken);
            return daemon;
        }
        catch
        {
            await daemon.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts it, again where it was killed, and returns when it answers.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        _process?.Dispose();
        _process = Process.Start(new ProcessStartInfo("/bin/sh",
        [
            "-c", "exec lxd --group root --logfile \"$1/log\" >> \"$1/out\" 2>&1", "sh", _folder,
        ])
        {
            Environment = { ["LXD_DIR"] = DataFolder },
        })!;
        var seconds = StartLimit.TotalSeconds.ToString("F0", System.Globalization.CultureInfo.InvariantCulture);
        var (code, _, error) = await TryAsync("lxd", ["waitready", "--timeout", seconds], cancellationToken);
        if (code != 0)
        {
            var log = await File.ReadAllLinesAsync(Path.Combine(_folder, "out"), cancellationToken);
            throw new InvalidOperationException(
                $"lxd does not start: {error.Trim()} {string.Join(" | ", log.TakeLast(3))}");
        }
    }

    /// <summary>Kills it without a word; its containers and its DHCP server run on.</summary>
    public async Task KillAsync()
    {
        _process!.Kill();
        await _process.WaitForExitAsync();
    }

    /// <summary>For whoever clears away after this run: a bridge that is about to be made.</summary>
    public void Note(string bridge) => File.WriteAllText(Path.Combine(_folder, "bridge"), bridge);

    /// <summary>The <c>lxc</c> program at this daemon; what it printed.</summary>
    public async Task<string> CommandAsync(IEnumerable<string> arguments, CancellationToken cancellationToken)
    {
        string[] all = [.. arguments];
        var (code, output, error) = await TryAsync("lxc", all, cancellationToken);
        return code == 0
            ? output.Trim()
            : throw new InvalidOperationException(
                $"lxc {string.Join(' ', all)} ended with {code}: {error}{output}");
    }

    public async ValueTask DisposeAsync()
    {
        await _alive.DisposeAsync();
        if (_process is { HasExited: false })
        {
            await KillAsync();
        }
        _process?.Dispose();
        await Command.RunAsync(ClearScript, [_folder], CancellationToken.None);
    }

    private static string ClearScript => Path.Combine(RepositoryFiles.Root, "eng/lxd-clear.sh");

    private Task<(int ExitCode, string Output, string Error)> TryAsync(
        string program, IEnumerable<string> arguments, CancellationToken cancellationToken) =>
        Command.TryAsync(
            "env", [$"LXD_DIR={DataFolder}", $"LXD_CONF={_folder}/conf", program, .. arguments], cancellationToken);
}
