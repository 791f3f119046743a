using System.CommandLine;
using System.Runtime.InteropServices;
using Paddock.App.Cli;
using Paddock.App.Cli.Rendering;
using Paddock.Demo.Ending;
using Paddock.Demo.Parts;

namespace Paddock.Demo;

/// <summary>
/// <c>paddock-demo [--fast] [--plain] [--docker [--image NAME]]</c>. Exit code 0: played to the end, and every check
/// held; 1: not so; 2: wrong arguments; 130: Ctrl-C.
/// </summary>
internal static class Program
{
    private static readonly Option<bool> Fast = new("--fast")
    {
        Description = "Short jobs and small bursts: a quarter of a minute instead of one.",
    };

    private static readonly Option<bool> Plain = new("--plain")
    {
        Description = "A line for each thing that happens, as without a terminal.",
    };

    private static readonly Option<bool> NoColor = new("--no-color") { Description = "No colours." };

    private static readonly Option<string?> Archive = new("--runner-archive")
    {
        Description = "The packed stub runner; by default the one beside this program.",
        HelpName = "FILE",
    };

    private static readonly Option<bool> Docker = new("--docker")
    {
        Description = "Jobs run in containers of this machine's Docker Engine instead of processes.",
    };

    private static readonly Option<string?> Image = new("--image")
    {
        Description = "What containers start from, with --docker; by default a small Debian, made where it is absent.",
        HelpName = "NAME",
    };

    /// <summary>For ./paddock, which knows where the clone is.</summary>
    private static readonly Option<string?> ImageScript = new("--image-script") { Hidden = true };

    private static async Task<int> Main(string[] args)
    {
        var command = new RootCommand("Paddock's main job, shown on this machine: no account and no network needed.")
        {
            Fast, Plain, NoColor, Archive, Docker, Image, ImageScript,
        };
        command.SetAction(RunAsync);
        var given = command.Parse(args);
        // The library would end the process two seconds after Ctrl-C, in the middle of the tidying.
        var code = await given.InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = null });
        return given.Errors.Count > 0 ? (int)ExitCode.Usage : code;
    }

    private static async Task<int> RunAsync(ParseResult given, CancellationToken cancellationToken)
    {
        var shell = Shell.OfProcess();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        try
        {
            return (int)await PlayAsync(given, shell, stop.Token);
        }
        catch (OperationCanceledException)
        {
            await shell.Error.WriteLineAsync("Interrupted; everything is put away.");
            return (int)ExitCode.Interrupted;
        }
        catch (DemoFailedException fault)
        {
            await shell.Error.WriteLineAsync($"paddock-demo: {fault.Message}\n  {fault.Remedy}");
            return (int)ExitCode.Failed;
        }

        void Stop(PosixSignalContext signal)
        {
            signal.Cancel = true;
            stop.Cancel();
        }
    }

    private static async Task<ExitCode> PlayAsync(ParseResult given, Shell shell, CancellationToken cancellationToken)
    {
        var hasColour = shell.IsTerminal && !given.GetValue(NoColor) && shell.Variable("NO_COLOR") is null;
        var docker = given.GetValue(Docker) || given.GetValue(Image) is not null
            ? await FindDockerAsync(given, shell, cancellationToken)
            : null;
        using var engine = docker?.Engine;
        var options = new DemoOptions
        {
            IsFast = given.GetValue(Fast),
            IsPlain = given.GetValue(Plain) || !shell.IsTerminal,
            HasColour = hasColour,
            RunnerArchive = Archives.Find(given.GetValue(Archive)),
            Docker = docker,
        };
        var show = new DemoShow(options, shell.Out, shell.Time);
        var (figures, checks, took) = await show.RunAsync(cancellationToken);
        new Page(shell.Out, Math.Min(shell.Width, 200), hasColour).Write(SummaryPage.Of(figures, checks, took));
        if (show.LogKept is { } log)
        {
            await shell.Error.WriteLineAsync($"  Paddock's log: {log}");
        }
        return checks.All(check => check.Holds) ? ExitCode.Ok : ExitCode.Failed;
    }

    private static async Task<DockerPlace> FindDockerAsync(
        ParseResult given, Shell shell, CancellationToken cancellationToken)
    {
        var engine = await LocalEngine.OpenAsync(shell.Variable("DOCKER_HOST"), cancellationToken);
        var image = await BaseImage.FindAsync(
            engine, given.GetValue(Image), given.GetValue(ImageScript), shell.Error.WriteLine, shell.Time,
            cancellationToken);
        return new DockerPlace(engine, image);
    }
}
