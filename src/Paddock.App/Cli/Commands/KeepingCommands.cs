using System.CommandLine;
using System.Text.Json;
using Paddock.App.Api;
using Paddock.App.Cli.Client;
using Paddock.App.Cli.Completion;
using Paddock.App.Cli.Rendering;

namespace Paddock.App.Cli.Commands;

/// <summary><c>paddock runners check|reconcile|flush [POOL]</c>: what keepers of warm pools ask.</summary>
internal static class KeepingCommands
{
    private const int TimeoutUsual = 120;

    public static IReadOnlyList<Command> Make(Shell shell) => [Check(shell), Reconcile(shell), Flush(shell)];

    private static Command Check(Shell shell)
    {
        var pool = Pool();
        var command = new Command("check", "What each pool should keep ready and what it has, by name.") { pool };
        Asking.SetQuery(
            command, shell, ApiJson.Default.RunnersCheckReply, given => CheckPath(given.GetValue(pool), since: null),
            (invocation, reply) => CheckPage.Write(invocation.Page, reply));
        return command;
    }

    private static Command Reconcile(Shell shell) => Order(
        shell, "reconcile", "Lists GitHub and the providers now and not when their turn comes, and plans on it.",
        busy: null, (asked, _) => new Settling.Round(asked));

    private static Command Flush(Shell shell) => Order(
        shell, "flush", "Replaces what idles or starts. A busy runner is never touched; it goes after its job.",
        new Option<bool>("--busy") { Description = "Wait for the busy ones too, for as long as --timeout says." },
        (asked, isBusyMeant) => new Settling.Flush(asked, isBusyMeant));

    private static Command Order(
        Shell shell, string verb, string description, Option<bool>? busy,
        Func<RunnersAskedReply, bool, Settling> settling)
    {
        var pool = Pool();
        var noWait = new Option<bool>("--no-wait") { Description = "Ask for it, and do not wait for the outcome." };
        var timeout = new Option<int>("--timeout")
        {
            Description = $"Wait so long for the outcome; {TimeoutUsual} without it.",
            HelpName = "SECONDS",
            DefaultValueFactory = _ => TimeoutUsual,
        };
        var command = new Command(verb, description) { pool, noWait, timeout };
        if (busy is not null)
        {
            command.Add(busy);
        }
        Invocation.Set(command, shell, async (invocation, token) =>
        {
            var given = invocation.Given;
            var isBusyMeant = busy is not null && given.GetValue(busy);
            using var client = Asking.Open(invocation);
            var answer = await client.PostAsync(
                $"runners/{verb}",
                new RunnersRequest(Asking.Who(invocation))
                {
                    Pool = given.GetValue(pool), Busy = isBusyMeant,
                },
                ApiJson.Default.RunnersRequest, token);
            var asked = client.Read(answer, ApiJson.Default.RunnersAskedReply);
            if (given.GetValue(noWait))
            {
                Asking.Print(invocation, answer, () => invocation.Page.Write($"{asked.Text}."));
                return ExitCode.Ok;
            }
            return await WaitAsync(
                invocation, client, CheckPath(given.GetValue(pool), asked.Seq),
                settling(asked, isBusyMeant), TimeSpan.FromSeconds(given.GetValue(timeout)), token);
        });
        return command;
    }

    /// <summary>Shows how it stands when all is done, or when nobody wants to wait any longer.</summary>
    private static async Task<ExitCode> WaitAsync(
        Invocation invocation, AdminClient client, string path, Settling settling, TimeSpan patience,
        CancellationToken cancellationToken)
    {
        var time = invocation.Shell.Time;
        var began = time.GetTimestamp();
        var looked = began;
        while (true)
        {
            var answer = await client.GetAsync(path, cancellationToken);
            var check = client.Read(answer, ApiJson.Default.RunnersCheckReply);
            var left = settling.WhatIsLeft(check);
            if (left is not null && time.GetElapsedTime(began) < patience)
            {
                await Task.Delay(Settling.Pause, time, cancellationToken);
                if (time.GetElapsedTime(looked) > Settling.LookAgain)
                {
                    // Nobody tells Paddock that a runner has come online; its own next look may be minutes away.
                    await client.PostAsync(
                        "runners/reconcile", new RunnersRequest(Asking.Who(invocation)),
                        ApiJson.Default.RunnersRequest, cancellationToken);
                    looked = time.GetTimestamp();
                }
                continue;
            }
            Show(invocation, answer, check, settling);
            if (left is null)
            {
                return ExitCode.Ok;
            }
            invocation.Note(
                $"Not done after {patience.TotalSeconds:0} s: {left}. It goes on; paddock runners check shows it.");
            return ExitCode.Failed;
        }
    }

    private static void Show(Invocation invocation, JsonElement answer, RunnersCheckReply check, Settling settling) =>
        Asking.Print(invocation, answer, () =>
        {
            CheckPage.Write(invocation.Page, check);
            invocation.Page.Write(settling.Outcome(check));
        });

    private static NamedArgument Pool() => new("POOL", NameKind.Pool)
    {
        Description = "Only this pool.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private static string CheckPath(string? pool, long? since)
    {
        List<string> query = [];
        if (pool is not null)
        {
            query.Add($"pool={Uri.EscapeDataString(pool)}");
        }
        if (since is not null)
        {
            query.Add($"since={since}");
        }
        return query.Count == 0 ? "runners/check" : $"runners/check?{string.Join('&', query)}";
    }
}
