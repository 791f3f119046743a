using System.CommandLine;
using System.Net;
using System.Runtime.InteropServices;

namespace Paddock.GitHubStandIn;

/// <summary><c>github-stand-in</c>: the server as a program, until it is told to stop.</summary>
internal static class Program
{
    private static readonly Option<int> Port = new("--port")
    {
        Description = "Port to listen on.",
        DefaultValueFactory = _ => 8090,
    };

    private static readonly Option<string[]> Bind = new("--bind")
    {
        Description = "Address to listen on; repeat for several. Use 0.0.0.0 so that containers reach it.",
        DefaultValueFactory = _ => ["127.0.0.1"],
    };

    private static readonly Option<Uri?> PublicUrl = new("--public-url")
    {
        Description = "What runners are told, for example http://172.17.0.1:8090.",
    };

    private static readonly Option<string[]> Hook = new("--hook")
    {
        Description =
            "SCOPE=URL of a webhook, for example orgs/acme=http://127.0.0.1:8080/webhook; repeat for several.",
        DefaultValueFactory = _ => [],
    };

    private static readonly Option<string?> Secret = new("--secret") { Description = "Secret of the webhooks." };

    private static readonly Option<string[]> Archive = new("--runner-archive")
    {
        Description =
            "Runner archive to offer, named like actions-runner-linux-x64-2.336.0.tar.gz; repeat for several.",
        DefaultValueFactory = _ => [],
    };

    private static readonly Option<int?> Seed = new("--seed") { Description = "Seed of everything drawn." };

    private static Task<int> Main(string[] args)
    {
        var command = new RootCommand("A GitHub for tests and demonstrations.")
        {
            Port, Bind, PublicUrl, Hook, Secret, Archive, Seed,
        };
        command.SetAction(RunAsync);
        return command.Parse(args).InvokeAsync();
    }

    private static async Task<int> RunAsync(ParseResult given, CancellationToken cancellationToken)
    {
        var options = new StandInOptions
        {
            Port = given.GetValue(Port),
            Addresses = [.. given.GetValue(Bind)!.Select(IPAddress.Parse)],
            PublicUrl = given.GetValue(PublicUrl),
            Hooks = [.. given.GetValue(Hook)!.Select(hook => HookOf(hook, given.GetValue(Secret)))],
            Archives = [.. given.GetValue(Archive)!.Select(StandInArchive.At)],
            Seed = given.GetValue(Seed),
        };
        var stop = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var onInterrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using var onTerminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        await using var server = await StandInServer.StartAsync(options, cancellationToken);
        Console.WriteLine($"GitHub stand-in at {server.BaseAddress}, for runners {server.PublicUrl}.");
        Console.WriteLine($"REST below {server.ApiAddress}, token {StandInToken.Admin.Value}.");
        Console.WriteLine($"Control below {server.BaseAddress}_standin/.");
        await stop.Task;
        return 0;

        void Stop(PosixSignalContext signal)
        {
            signal.Cancel = true;
            stop.TrySetResult();
        }
    }

    private static StandInHook HookOf(string text, string? secret) => text.Split('=', 2) is [var scope, var url]
        ? new StandInHook(scope, new Uri(url), secret) { Events = ["workflow_job", "workflow_run"] }
        : throw new ArgumentException($"A hook is SCOPE=URL, not {text}.");
}
