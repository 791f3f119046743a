using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Paddock.Demo.Parts;

/// <summary>
/// The real <c>paddock run</c> as a child process, with the log in a file. It may be killed and started again, as
/// machines do to programs.
/// </summary>
internal sealed class PaddockProcess(
    DemoFolder folder, IReadOnlyDictionary<string, string> secrets, string program, TimeProvider time)
    : IAsyncDisposable
{
    private const int Terminate = 15;
    private const int LogLinesShown = 15;

    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(20);

    /// <summary>The program as it was built beside this one; a command line is a call of it.</summary>
    public static readonly string Program = Path.Combine(AppContext.BaseDirectory, "paddock");

    private readonly Lock _logging = new();
    private Process? _process;

    public bool IsRunning => _process is { HasExited: false };

    /// <summary>It ended although nobody asked it to.</summary>
    public bool HasDied => _process is { HasExited: true };

    public void Start()
    {
        var start = new ProcessStartInfo(program, ["run", "--config", folder.ConfigFile])
        {
            RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true,
            WorkingDirectory = folder.Root,
        };
        foreach (var name in start.Environment.Keys.Where(IsSomebodyElses).ToList())
        {
            start.Environment.Remove(name);
        }
        foreach (var (name, value) in secrets)
        {
            start.Environment[name] = value;
        }
        _process = Process.Start(start)!;
        _process.OutputDataReceived += (_, line) => Log(line.Data);
        _process.ErrorDataReceived += (_, line) => Log(line.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>Without a warning, in the middle of whatever it does.</summary>
    public async Task KillAsync()
    {
        _process!.Kill(entireProcessTree: false);
        await HasEndedAsync(StopLimit);
        _process.Dispose();
        _process = null;
    }

    /// <summary>Asks it to stop, as systemd does. Returns its exit code; null when it had to be killed.</summary>
    public async Task<int?> StopAsync()
    {
        _ = SendSignal(_process!.Id, Terminate);
        if (await HasEndedAsync(StopLimit))
        {
            return _process.ExitCode;
        }
        await KillAsync();
        return null;
    }

    /// <summary>The end of its log, for when it does not do what it should.</summary>
    public string LogTail() =>
        File.Exists(folder.LogFile)
            ? string.Join('\n', File.ReadLines(folder.LogFile).TakeLast(LogLinesShown).Select(line => $"    {line}"))
            : "    (nothing)";

    /// <summary>
    /// After a good end nothing is left. After any other, nobody else would clear its runners away, and a runner that
    /// listens holds GitHub up.
    /// </summary>
    public async ValueTask DisposeAsync()
    {
        if (IsRunning)
        {
            await KillAsync();
        }
        _process?.Dispose();
        _process = null;
        Leftovers.Kill(folder.Root);
    }

    /// <summary>Looks at the process itself: its output may be held open by runners, which outlive it.</summary>
    private async Task<bool> HasEndedAsync(TimeSpan limit)
    {
        var began = time.GetTimestamp();
        while (!_process!.HasExited && time.GetElapsedTime(began) < limit)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20), time);
        }
        return _process.HasExited;
    }

    /// <summary>
    /// What this user has set for a real Paddock, a real GitHub or the way there is not meant for this one.
    /// </summary>
    private static bool IsSomebodyElses(string name) =>
        name.StartsWith("PADDOCK_", StringComparison.Ordinal) || name.StartsWith("GITHUB_", StringComparison.Ordinal)
        || name.EndsWith("_PROXY", StringComparison.OrdinalIgnoreCase)
        || name is "STATE_DIRECTORY" or "RUNTIME_DIRECTORY" or "NOTIFY_SOCKET";

    private void Log(string? line)
    {
        if (line is not null)
        {
            lock (_logging)
            {
                File.AppendAllText(folder.LogFile, line + '\n');
            }
        }
    }

    [DllImport("libc", EntryPoint = "kill")]
    private static extern int SendSignal(int process, int signal);
}
