using System.Net;
using Microsoft.Extensions.Logging.Abstractions;
using Paddock.App.Api;
using Paddock.App.Cli;
using Paddock.App.Cli.Client;
using Paddock.App.Composition;
using Paddock.Core.Model;
using Paddock.Demo.Parts;
using Paddock.GitHubStandIn;
using Paddock.GitHubStandIn.Control;
using Paddock.RealTests.Docker;
using Paddock.Storage.Sqlite;
using Paddock.Tests.Support;

namespace Paddock.RealTests.EndToEnd;

/// <summary>
/// A whole Paddock of real parts: the program itself as a child process, a GitHub over real HTTP, machines of a real
/// place. It owns everything it starts, and at its end nothing is left.
/// </summary>
internal sealed class LiveFleet : IAsyncDisposable
{
    /// <summary>The longest wait of a test: several times what it takes on two idle cores.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(100);

    private readonly DemoFolder _folder;
    private readonly FleetFile _file;
    private readonly StandInServer _gitHub;
    private readonly AdminClient _admin;

    private LiveFleet(DemoFolder folder, FleetFile file, StandInServer gitHub, IFleetEye engine)
    {
        (_folder, _file, _gitHub, Engine) = (folder, file, gitHub, engine);
        GitHub = gitHub.Control();
        Paddock = new PaddockProcess(folder, file.Secrets, PaddockProcess.Program, TimeProvider.System);
        _admin = new AdminClient(new AdminAddress.Socket(folder.Socket), token: null);
    }

    public StandInControl GitHub { get; }

    public PaddockProcess Paddock { get; }

    public IFleetEye Engine { get; }

    public required JobDesk Desk { get; init; }

    public string AdminSocket => _folder.Socket;

    public IPEndPoint Hooks => _file.Hooks;

    public string AdminToken => _file.AdminToken;

    /// <summary>What nobody but Paddock may ever see.</summary>
    public IReadOnlyList<string> Secrets => [.. _file.Secrets.Values];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>Starts everything, and returns when Paddock answers.</summary>
    public static async Task<LiveFleet> StartAsync(IFleetGround ground, FleetShape shape)
    {
        await ground.ReadyAsync();
        var folder = new DemoFolder();
        var ports = FreePorts.Draw(2);
        var file = new FleetFile(
            folder, new Uri($"http://{ground.Address}:{ports[0]}"), new IPEndPoint(IPAddress.Loopback, ports[1]),
            ground, shape);
        await File.WriteAllTextAsync(folder.ConfigFile, file.Text, Stop);
        var gitHub = await StandInServer.StartAsync(
            new StandInOptions
            {
                Port = ports[0],
                Addresses = [ground.Address],
                Hooks = [new StandInHook("orgs/acme", file.HookUrl, file.HookSecret)],
                Archives = [StandInArchive.At(ground.RunnerArchive)],
            },
            Stop);
        var fleet = new LiveFleet(folder, file, gitHub, await ground.WatchAsync(file.Fleet, Stop))
        {
            Desk = new JobDesk(ground.Address),
        };
        try
        {
            await fleet.GitHub.AddOrganizationAsync("acme", Stop);
            await fleet.GitHub.AddRepositoryAsync(new NewRepository("acme", "app"), Stop);
            if (shape.IsApp)
            {
                await fleet.GitHub.AddAppAsync(
                    new NewApp(FleetFile.AppClientId, TestAppKey.Common.Public), Stop);
                await fleet.GitHub.InstallAsync(new NewInstallation(FleetFile.AppClientId, "acme"), Stop);
            }
            fleet.Paddock.Start();
            await fleet.UntilAnswersAsync();
            return fleet;
        }
        catch
        {
            await fleet.DisposeAsync();
            throw;
        }
    }

    public static NewJob Job(string name, params IReadOnlyList<NewStep> steps) =>
        new(name, ["self-hosted", "linux", "x64"]) { Steps = steps };

    public Task<RunState> PushAsync(params IReadOnlyList<NewJob> jobs) =>
        GitHub.QueueRunAsync(new NewRun("acme/app", jobs), Stop);

    public Task<StatusReply> UntilAnswersAsync() =>
        UntilAsync("Paddock answers", StatusOrNullAsync, status => status is not null)!;

    public Task<StandInState> UntilAsync(string what, Func<StandInState, bool> holds) =>
        UntilAsync(what, () => GitHub.StateAsync(Stop), holds);

    public async Task<IReadOnlyList<JobState>> UntilOverAsync(RunState run)
    {
        var state = await UntilAsync(
            $"run {run.Id} is over", now => now.Runs.Single(one => one.Id == run.Id).Status == "completed");
        return [.. state.Jobs.Where(job => job.RunId == run.Id)];
    }

    /// <summary>Until a thing holds, with a bound.</summary>
    public async Task<T> UntilAsync<T>(string what, Func<Task<T>> look, Func<T, bool> holds)
    {
        var time = TimeProvider.System;
        var began = time.GetTimestamp();
        while (true)
        {
            var seen = await look();
            if (holds(seen))
            {
                return seen;
            }
            if (Paddock.HasDied || time.GetElapsedTime(began) > Patience)
            {
                throw new TimeoutException($"It never came to this: {what}.\n{Paddock.LogTail()}");
            }
            await Task.Delay(Step, time, Stop);
        }
    }

    /// <summary>
    /// Waits until Paddock has nothing left to do, stops it, and looks for anything it left: at GitHub, at the engine,
    /// in its books.
    /// </summary>
    public async Task ShouldLeaveNothingAsync()
    {
        await UntilAsync(
            "nothing runs any more", StatusOrNullAsync,
            status => status is { Totals: { Machines: 0, JobsWaiting: 0, JobsRunning: 0, RunnersIdle: 0 } });
        await UntilAsync("no registration is left", state => state.Runners.Count == 0);
        var install = (await UntilAnswersAsync()).Install;
        (await Engine.MachinesAsync(Stop)).ShouldBeEmpty();
        (await Engine.HelpersAsync(install, Stop)).ShouldBeEmpty();
        (await Paddock.StopAsync()).ShouldBe(0, Paddock.LogTail());
        (await OpenRowsAsync()).ShouldBeEmpty();
        (await CommandAsync("store", "check")).ExitCode.ShouldBe(0);
        (await GitHub.StateAsync(Stop)).Errors.ShouldBeEmpty();
    }

    /// <summary>The command line, as a person at this machine uses it.</summary>
    public Task<(int ExitCode, string Output, string Error)> CommandAsync(params IEnumerable<string> words)
    {
        // Secrets come by the environment, which a command shares with nobody.
        string[] secrets = [.. _file.Secrets.Select(pair => $"{pair.Key}={pair.Value}")];
        return Command.TryAsync(
            "env", [.. secrets, PaddockProcess.Program, .. words, "--config", _folder.ConfigFile], Stop);
    }

    public async ValueTask DisposeAsync()
    {
        Desk.Open();
        await Paddock.DisposeAsync();
        await Engine.ClearAsync();
        await Engine.DisposeAsync();
        GitHub.Dispose();
        await _gitHub.DisposeAsync();
        _admin.Dispose();
        Desk.Dispose();
        _folder.Dispose();
    }

    /// <summary>Of jobs, orders, runners and machines; pools and the fleet are always open.</summary>
    private async Task<IReadOnlyList<string>> OpenRowsAsync()
    {
        await using var store = await SqliteStore.OpenAsync(
            new SqliteStoreOptions(Path.Combine(_folder.State, "paddock.db")), new SystemDice(),
            TimeProvider.System, NullLogger<SqliteStore>.Instance);
        return [.. (await store.LoadOpenAsync(Stop)).Rows
            .Where(row => row is JobRow or OrderRow or RunnerRow or MachineRow && row.IsOpen)
            .Select(row => row.Subject.ToString())];
    }

    private async Task<StatusReply?> StatusOrNullAsync()
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
}
