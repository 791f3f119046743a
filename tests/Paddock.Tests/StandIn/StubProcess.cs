using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;
using Paddock.Tests.Support;

namespace Paddock.Tests.StandIn;

/// <summary>
/// The stub runner as a real process in a folder of its own, laid out like the real archive. Ends with the test.
/// </summary>
internal sealed class StubProcess : IAsyncDisposable
{
    public const int Interrupt = 2;
    public const int Kill = 9;
    public const int Terminate = 15;

    private static readonly string[] Files =
        ["Runner.Listener", "Runner.Listener.dll", "Runner.Listener.runtimeconfig.json", "Runner.Listener.deps.json"];

    private readonly StringBuilder _output = new();
    private Process? _process;

    public StubProcess()
    {
        Root = Directory.CreateTempSubdirectory("stub-runner-").FullName;
        Directory.CreateDirectory(Path.Combine(Root, "bin"));
        foreach (var file in Files)
        {
            File.Copy(Path.Combine(AppContext.BaseDirectory, file), Path.Combine(Root, "bin", file));
        }
        foreach (var script in Directory.GetFiles(Path.Combine(RepositoryFiles.Root, "sim/Paddock.StubRunner/layout")))
        {
            File.Copy(script, Path.Combine(Root, Path.GetFileName(script)));
        }
    }

    public string Root { get; }

    public string Output
    {
        get
        {
            lock (_output)
            {
                return _output.ToString();
            }
        }
    }

    /// <summary>The three files that are left of the configuration.</summary>
    public IReadOnlyList<string> FilesLeft =>
        [.. Directory.GetFiles(Root, ".*").Select(file => Path.GetFileName(file)!).Order()];

    /// <summary>Puts a JIT configuration's files into the root, as Paddock does.</summary>
    public void Configure(string jit)
    {
        foreach (var (name, content) in ProtocolRunner.Unpack(jit))
        {
            File.WriteAllText(Path.Combine(Root, name), content.ToJsonString());
        }
    }

    public void Start(params (string Name, string Value)[] environment) =>
        Start("bin/Runner.Listener", ["run"], environment);

    public void StartScript(params (string Name, string Value)[] environment) => Start("run.sh", [], environment);

    public Task SaysAsync(string line) => Eventually.GetAsync(
        () => Task.FromResult(Output), output => output.Contains(line, StringComparison.Ordinal)
            || _process!.HasExited);

    public async Task<int> ExitCodeAsync()
    {
        using var bound = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        bound.CancelAfter(TimeSpan.FromSeconds(60));
        await _process!.WaitForExitAsync(bound.Token);
        return _process.ExitCode;
    }

    public void Signal(int signal) => SendSignal(_process!.Id, signal).ShouldBe(0);

    public async ValueTask DisposeAsync()
    {
        if (_process is { HasExited: false })
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync();
        }
        _process?.Dispose();
        Directory.Delete(Root, recursive: true);
    }

    private void Start(string program, string[] arguments, (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo(Path.Combine(Root, program), arguments)
        {
            RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = Root,
        };
        start.Environment["RUNNER_ALLOW_RUNASROOT"] = "1";
        start.Environment["STUB_RUNNER_RETRY_SECONDS"] = "0.1";
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }
        _process = Process.Start(start)!;
        _process.OutputDataReceived += (_, line) => Hear(line.Data);
        _process.ErrorDataReceived += (_, line) => Hear(line.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    private void Hear(string? line)
    {
        lock (_output)
        {
            _output.AppendLine(line);
        }
    }

    [DllImport("libc", EntryPoint = "kill")]
    private static extern int SendSignal(int process, int signal);
}
