using System.Net;
using Paddock.App.Cli.Client;
using Paddock.Demo.Ending;
using Paddock.Demo.Parts;
using Paddock.Demo.Story;
using Paddock.Demo.Views;
using Paddock.GitHubStandIn;
using Paddock.GitHubStandIn.Control;

namespace Paddock.Demo;

/// <summary>
/// The demonstration from curtain to curtain: a GitHub on this machine, the real Paddock beside it, the story, and then
/// everything put away again, whatever happened in between.
/// </summary>
internal sealed class DemoShow(DemoOptions options, TextWriter output, TimeProvider time)
{
    private readonly Chronicle _chronicle = new(time);
    private readonly Pace _pace = options.IsFast ? Pace.Fast : Pace.Usual;

    private Programme _programme = null!;

    /// <summary>Where Paddock's log of a demonstration that went wrong is; null otherwise.</summary>
    public string? LogKept { get; private set; }

    /// <summary>Returns what was checked at the end, and the numbers.</summary>
    /// <exception cref="DemoFailedException">It could not be played to its end.</exception>
    public async Task<(Figures Figures, IReadOnlyList<Check> Checks, TimeSpan Took)> RunAsync(
        CancellationToken cancellationToken)
    {
        using var folder = new DemoFolder();
        var checks = new List<Check>();
        var figures = await PlayAsync(folder, checks, cancellationToken);
        if (!checks.TrueForAll(check => check.Holds))
        {
            LogKept = folder.KeepLog();
        }
        folder.Dispose();
        checks.Add(Checks.OfDirectory(folder));
        return (figures, checks, _chronicle.Elapsed);
    }

    private async Task<Figures> PlayAsync(DemoFolder folder, List<Check> checks, CancellationToken cancellationToken)
    {
        var ports = FreePorts.Draw(3);
        var gitHub = new Uri($"http://127.0.0.1:{ports[0]}");
        var config = new DemoConfig(
            folder, gitHub, new IPEndPoint(IPAddress.Loopback, ports[1]), new IPEndPoint(IPAddress.Loopback, ports[2]),
            _pace)
        {
            GitHubToken = StandInToken.Admin.Value, Docker = options.Docker,
        };
        await File.WriteAllTextAsync(folder.ConfigFile, config.Text, cancellationToken);
        await using var standIn = await StandInServer.StartAsync(StandIn(config, ports[0]), cancellationToken);
        using var control = standIn.Control();
        await MakeRepositoriesAsync(control, cancellationToken);

        // Before Paddock, so that it is cleared after Paddock has gone.
        await using var containers = options.Docker?.Engine.Clearing(config.Fleet, time);
        await using var paddock = new PaddockProcess(folder, config.Secrets, options.Program, time);
        using var admin = new AdminClient(new AdminAddress.Socket(folder.Socket), token: null);
        var watch = new Watch(control, admin, paddock, time);
        var stage = new Stage(control, admin, paddock, watch, _chronicle, _pace);
        paddock.Start();
        await WatchedAsync(watch, config, token => PlayActsAsync(stage, config, token), cancellationToken);

        var state = await control.StateAsync(cancellationToken);
        checks.AddRange(Checks.OfGitHub(state, stage.Promises));
        checks.Add(Checks.OfStop(await paddock.StopAsync()));
        checks.Add(Checks.OfProcesses(folder));
        if (options.Docker is { } docker)
        {
            checks.Add(await Checks.OfContainersAsync(docker, config.Fleet, cancellationToken));
        }
        return Figures.Of(state);
    }

    private async Task PlayActsAsync(Stage stage, DemoConfig config, CancellationToken cancellationToken)
    {
        await stage.UntilAsync("Paddock answers", scene => scene.IsPaddockUp, cancellationToken);
        for (var i = 0; i < Acts.All.Count; i++)
        {
            var act = Acts.All[i];
            _programme = new Programme(i + 1, Acts.All.Count, act.Title, config.Dashboard);
            _chronicle.Tell(LineKind.Act, act.Title);
            await act.PlayAsync(stage, cancellationToken);
        }
    }

    /// <summary>
    /// Plays with the watch beside it and a view on what the watch sees; whichever fails first ends both.
    /// </summary>
    private async Task WatchedAsync(
        Watch watch, DemoConfig config, Func<CancellationToken, Task> playAsync, CancellationToken cancellationToken)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        _programme = new Programme(0, Acts.All.Count, "Paddock starts", config.Dashboard);
        _chronicle.Tell(LineKind.Note, $"Paddock starts; its dashboard: {config.Dashboard}");
        IView view = options.IsPlain
            ? new PlainView(output, _chronicle)
            : new LiveView(output, _chronicle, options.HasColour);
        watch.Changed += (before, scene) =>
        {
            foreach (var news in JobNews.Between(before, scene))
            {
                _chronicle.Tell(LineKind.Job, news);
            }
            view.Show(scene, _programme);
        };
        try
        {
            var watching = watch.RunAsync(end.Token);
            var playing = playAsync(end.Token);
            await await Task.WhenAny(watching, playing);
        }
        finally
        {
            await end.CancelAsync();
            view.Close();
        }
    }

    private StandInOptions StandIn(DemoConfig config, int port) => new()
    {
        Port = port,
        Hooks = [new StandInHook("orgs/acme", config.HookUrl, config.HookSecret)],
        Archives = [StandInArchive.At(options.RunnerArchive)],
        Time = time,
    };

    private static async Task MakeRepositoriesAsync(StandInControl control, CancellationToken cancellationToken)
    {
        await control.AddOrganizationAsync("acme", cancellationToken);
        foreach (var name in (string[])["web", "api", "engine", "desktop"])
        {
            await control.AddRepositoryAsync(new NewRepository("acme", name), cancellationToken);
        }
    }
}
