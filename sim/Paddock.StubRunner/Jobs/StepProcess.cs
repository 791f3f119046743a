using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Paddock.StubRunner.Jobs;

/// <summary>
/// A step's shell, in a process group of its own. Cancelling asks first and then insists, like the real runner:
/// interrupt, 7.5 s, terminate, 2.5 s, kill.
/// </summary>
internal sealed partial class StepProcess(Process process, bool hasGroup)
{
    private const int Interrupt = 2;
    private const int Kill = 9;
    private const int Terminate = 15;

    private static readonly TimeSpan InterruptPatience = TimeSpan.FromSeconds(7.5);
    private static readonly TimeSpan TerminatePatience = TimeSpan.FromSeconds(2.5);

    /// <summary>Starts <c>bash -e script</c>, or <c>sh -e script</c> where there is no bash.</summary>
    public static StepProcess Start(string scriptFile, string folder, IReadOnlyDictionary<string, string> environment)
    {
        var shell = Find("bash") ?? "/bin/sh";
        var setsid = Find("setsid");
        var start = new ProcessStartInfo(setsid ?? shell)
        {
            WorkingDirectory =
                folder, RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true,
        };
        foreach (var argument in (string[])[.. setsid is null ? (string[])[] : [shell], "-e", scriptFile])
        {
            start.ArgumentList.Add(argument);
        }
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }
        var process = Process.Start(start)!;
        process.StandardInput.Close();
        return new StepProcess(process, hasGroup: setsid is not null);
    }

    /// <summary>Waits for the end and all output; the exit code. When cancelled, ends the group first.</summary>
    public async Task<int> RunAsync(Action<string> onLine, TimeProvider time, CancellationToken cancellationToken)
    {
        var output = Task.WhenAll(ReadAsync(process.StandardOutput, onLine), ReadAsync(process.StandardError, onLine));
        try
        {
            await process.WaitForExitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            await EndAsync(time);
        }

        // Something the step left behind may hold its output open; it does not hold the job.
        await Task.WhenAny(output, Task.Delay(TimeSpan.FromSeconds(1), time, CancellationToken.None));
        return process.ExitCode;
    }

    private async Task EndAsync(TimeProvider time)
    {
        var ended = process.WaitForExitAsync(CancellationToken.None);
        foreach (var (signal, patience) in new[] { (Interrupt, InterruptPatience), (Terminate, TerminatePatience) })
        {
            Signal(signal);
            if (await Task.WhenAny(ended, Task.Delay(patience, time, CancellationToken.None)) == ended)
            {
                return;
            }
        }
        Signal(Kill);
        await ended;
    }

    private void Signal(int signal) => _ = SendSignal(hasGroup ? -process.Id : process.Id, signal);

    private static async Task ReadAsync(StreamReader reader, Action<string> onLine)
    {
        while (await reader.ReadLineAsync(CancellationToken.None) is { } line)
        {
            onLine(line);
        }
    }

    private static string? Find(string program) => (Environment.GetEnvironmentVariable("PATH") ?? "/usr/bin:/bin")
        .Split(':')
        .Select(folder => Path.Combine(folder, program))
        .FirstOrDefault(File.Exists);

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    internal static partial int SendSignal(int process, int signal);
}
