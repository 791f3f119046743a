using System.Net;
using System.Security.Cryptography;
using Paddock.App.Api;
using Paddock.App.Cli;
using Paddock.App.Cli.Client;
using Paddock.Demo.Parts;
using Paddock.GitHubStandIn;
using Paddock.GitHubStandIn.Control;
using Paddock.Tests.Support;

namespace Paddock.Tests.EndToEnd;

/// <summary>
/// A whole Paddock without an engine of containers: the program as a child process, a GitHub over real HTTP, runners as
/// processes. It owns everything it starts, and at its end nothing is left.
/// </summary>
internal sealed class ProcessFleet : IAsyncDisposable
{
    /// <summary>The longest wait of a test: several times what it takes on two idle cores.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(100);

    private readonly DemoFolder _folder = new();
    private readonly string _hookSecret = RandomNumberGenerator.GetHexString(32, lowercase: true);
    private readonly IReadOnlyList<int> _ports = FreePorts.Draw(2);
    private readonly AdminClient _admin;
    private StandInServer _gitHub = null!;

    private ProcessFleet()
    {
        var secrets = new Dictionary<string, string>
        {
            ["E2E_APP_KEY"] = TestAppKey.Common.Pkcs1, ["E2E_HOOK_SECRET"] = _hookSecret,
        };
        Paddock = new PaddockProcess(_folder, secrets, PaddockProcess.Program, TimeProvider.System);
        _admin = new AdminClient(new AdminAddress.Socket(_folder.Socket), token: null);
    }

    public const string AppClientId = "Iv23lie2e";

    public StandInControl GitHub { get; private set; } = null!;

    public PaddockProcess Paddock { get; }

    /// <summary>What <c>--admin</c> takes.</summary>
    public string Admin => $"unix:{_folder.Socket}";

    public string TokenFile => Path.Combine(_folder.Root, "token");

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>GitHub and its things first, then Paddock; returns when it answers.</summary>
    public static async Task<ProcessFleet> StartAsync(ProcessFleetShape shape, Func<StandInControl, Task> prepare)
    {
        var fleet = new ProcessFleet();
        try
        {
            await fleet.OpenAsync(shape, prepare);
            return fleet;
        }
        catch
        {
            await fleet.DisposeAsync();
            throw;
        }
    }

    public static NewJob Job(string name, params IReadOnlyList<string> scripts) =>
        new(name, ["self-hosted", "linux"]) { Steps = [.. scripts.Select(script => new NewStep(script))] };

    /// <summary>A script that ends when <see cref="OpenGate"/> is called.</summary>
    public string WaitAtGate => $"while [ ! -e '{_folder.Root}/gate' ]; do sleep 0.05; done";

    public void OpenGate() => File.WriteAllText(Path.Combine(_folder.Root, "gate"), "");

    public Task<RunState> PushAsync(string repository, params IReadOnlyList<NewJob> jobs) =>
        GitHub.QueueRunAsync(new NewRun(repository, jobs), Stop);

    public Task<JobState> UntilAsync(long job, string status) =>
        UntilAsync($"job {job} is {status}", () => GitHub.JobAsync(job, Stop), now => now.Status == status);

    /// <summary>Until <c>paddock status</c> shows this of a door.</summary>
    public Task<StatusReply?> UntilToldAsync(string words) => UntilAsync(
        $"paddock status says: {words}", StatusOrNullAsync, status => status?.Doors.Any(
            door => !door.Good && door.Message.Contains(words, StringComparison.Ordinal)) == true);

    public Task<StatusReply?> UntilAllIsWellAsync() => UntilAsync(
        "every door is good", StatusOrNullAsync, status => status?.Doors.All(door => door.Good) == true);

    /// <summary>What <c>paddock explain JOB</c> goes by, as it came.</summary>
    public async Task<string> ExplainAsync(long job)
    {
        try
        {
            return (await _admin.GetAsync($"jobs/{job}", Stop)).GetRawText();
        }
        catch (CliFaultException)
        {
            return "";
        }
    }

    /// <summary>No job, no runner, no machine.</summary>
    public async Task UntilIdleAsync()
    {
        await UntilAsync("nothing runs any more", StatusOrNullAsync, status => status is
        {
            Totals:
            {
                Machines: 0, JobsWaiting: 0, JobsRunning: 0, RunnersStarting: 0, RunnersIdle: 0, RunnersBusy: 0,
            },
        });
        await UntilAsync(
            "no registration is left", () => GitHub.StateAsync(Stop), state => state.Runners.Count == 0);
    }

    public async Task<T> UntilAsync<T>(string what, Func<Task<T>> look, Func<T, bool> holds)
    {
        var began = TimeProvider.System.GetTimestamp();
        while (true)
        {
            var seen = await look();
            if (holds(seen))
            {
                return seen;
            }
            if (Paddock.HasDied || TimeProvider.System.GetElapsedTime(began) > Patience)
            {
                throw new TimeoutException(
                    $"It never came to this: {what}; {(await StatusOrNullAsync())?.Totals}\n{Paddock.LogTail()}");
            }
            await Task.Delay(Step, TimeProvider.System, Stop);
        }
    }

    public async Task<StatusReply?> StatusOrNullAsync()
    {
        try
        {
            return _admin.Read(await _admin.GetAsync("status", Stop), ApiJson.Default.StatusReply);
        }
        catch (CliFaultException)
        {
            return null;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_folder.Exists)
        {
            OpenGate();
        }
        await Paddock.DisposeAsync();
        GitHub?.Dispose();
        if (_gitHub is not null)
        {
            await _gitHub.DisposeAsync();
        }
        _admin.Dispose();
        _folder.Dispose();
    }

    private async Task OpenAsync(ProcessFleetShape shape, Func<StandInControl, Task> prepare)
    {
        var hooks = new Uri($"http://127.0.0.1:{_ports[1]}/webhook");
        _gitHub = await StandInServer.StartAsync(
            new StandInOptions
            {
                Port = _ports[0],
                Hooks = [new StandInHook(shape.Hook, hooks, _hookSecret)],
                Archives = [StandInArchive.At(await StubArchive.PackAsync(Stop))],
                Tokens = [StandInToken.Admin],
            },
            Stop);
        GitHub = _gitHub.Control();
        await prepare(GitHub);
        await File.WriteAllTextAsync(TokenFile, StandInToken.Admin.Value, Stop);
        await File.WriteAllTextAsync(_folder.ConfigFile, Text(shape), Stop);
        Paddock.Start();
        await UntilAsync("Paddock answers", StatusOrNullAsync, status => status is not null);
    }

    /// <summary>One runner at a time, so that a second job waits for the first.</summary>
    private string Text(ProcessFleetShape shape) => $$"""
        fleet: e2e-{{Path.GetFileName(_folder.Root).Split('-')[^1]}}
        github:
          url: http://127.0.0.1:{{_ports[0]}}
          {{shape.Credential}}
          webhook: {secret: "${E2E_HOOK_SECRET}"}
        providers:
          here: {kind: process}
        pools:
        {{string.Concat(shape.Scopes.Select((scope, i) => $$"""
          - name: pool-{{i}}
            scopes: ["{{scope}}"]
            labels: [self-hosted, linux]
            offers: [{provider: here}]
            group: {{shape.Group}}
            {{shape.More}}
            max_runners: 1

        """))}}
        sweep_interval: 1s
        state_directory: {{_folder.State}}
        listen:
          public: 127.0.0.1:{{_ports[1]}}
          admin: unix:{{_folder.Socket}}

        """;
}
