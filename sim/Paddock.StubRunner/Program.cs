using System.Runtime.InteropServices;
using System.Text.Json;

namespace Paddock.StubRunner;

/// <summary>
/// <c>Runner.Listener run [--jitconfig BLOB]</c>, <c>configure</c>, or <c>--version</c>. What it is to be comes from
/// the three files in its root; a JIT configuration from the command line or the environment is unpacked into them
/// first.
/// </summary>
internal static class Program
{
    private const string JitVariable = "ACTIONS_RUNNER_INPUT_JITCONFIG";

    private static async Task<int> Main(string[] args)
    {
        var time = TimeProvider.System;
        var screen = new Screen(Console.Out, time);
        var root = RunnerRoot.OfThisProgram();
        if (args.Contains("--version"))
        {
            screen.Write(Wire.VersionOf(root));
            return ExitCodes.Success;
        }
        if (args is ["configure", ..])
        {
            return await RegisterAsync(root, screen);
        }
        root.LoadEnvironment();
        if (Configure(root, args, screen) is not { } settings)
        {
            return ExitCodes.Terminated;
        }
        using var stop = new CancellationTokenSource();
        var isTerminated = false;
        using var onInterrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using var onTerminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, signal =>
        {
            isTerminated = true;
            Stop(signal);
        });
        using var wire = new Wire(root, settings, screen, time);
        var code = await new Listener(root, settings, wire, screen, time).RunAsync(stop.Token);
        return isTerminated ? ExitCodes.TerminatedBySignal : code;

        void Stop(PosixSignalContext signal)
        {
            signal.Cancel = true;
            stop.Cancel();
        }
    }

    private static async Task<int> RegisterAsync(RunnerRoot root, Screen screen)
    {
        try
        {
            return await new Registration(root, Wire.VersionOf(root), screen).RunAsync();
        }
        catch (Exception fault) when (fault is FormatException or UriFormatException or HttpRequestException)
        {
            screen.Write($"An error occurred: {fault.Message}");
            return ExitCodes.Terminated;
        }
    }

    /// <summary>Null, and said so, when this is no runner.</summary>
    private static Settings? Configure(RunnerRoot root, string[] args, Screen screen)
    {
        try
        {
            if (JitConfiguration(args) is { } blob)
            {
                root.Unpack(blob);
            }
            if (root.IsConfigured)
            {
                return Settings.Read(root);
            }
            screen.Write("Not configured. Run config.(sh/cmd) to configure the runner.");
        }
        catch (Exception fault) when (fault is FormatException or JsonException or IOException)
        {
            screen.Write($"An error occurred: {fault.Message}");
        }
        return null;
    }

    private static string? JitConfiguration(string[] args)
    {
        var index = Array.IndexOf(args, "--jitconfig");
        if (index >= 0 && index + 1 < args.Length)
        {
            return args[index + 1];
        }
        var blob = Environment.GetEnvironmentVariable(JitVariable);

        // Jobs inherit this environment, and it holds the private key.
        Environment.SetEnvironmentVariable(JitVariable, null);
        return string.IsNullOrEmpty(blob) ? null : blob;
    }
}
