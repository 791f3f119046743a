using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Paddock.App.Api;
using Paddock.App.Cli.Client;

namespace Paddock.App.Cli;

/// <summary>What the commands that ask a running Paddock have in common.</summary>
internal static class Asking
{
    /// <summary>A command that reads one thing and shows it.</summary>
    public static void SetQuery<T>(
        Command command, Shell shell, JsonTypeInfo<T> shape, Func<ParseResult, string> path,
        Action<Invocation, T> show) =>
        Invocation.Set(command, shell, async (invocation, token) =>
        {
            using var client = Open(invocation);
            var answer = await client.GetAsync(path(invocation.Given), token);
            Print(invocation, answer, () => show(invocation, client.Read(answer, shape)));
            return ExitCode.Ok;
        });

    /// <summary>A command that asks for one thing to be done.</summary>
    public static void SetOrder(Command command, Shell shell, Func<ParseResult, string> path) =>
        Invocation.Set(command, shell, async (invocation, token) =>
        {
            using var client = Open(invocation);
            var request = new AskRequest(Who(invocation));
            var answer = await client.AskAsync(path(invocation.Given), request, token);
            Print(invocation, answer, () =>
                invocation.Page.Write(client.Read(answer, ApiJson.Default.AskReply).Text));
            return ExitCode.Ok;
        });

    public static void Print(Invocation invocation, JsonElement answer, Action show)
    {
        if (invocation.WantsData)
        {
            invocation.Write(answer);
        }
        else
        {
            show();
        }
    }

    /// <summary>For the audit trail, not a proof.</summary>
    public static string? Who(Invocation invocation) =>
        invocation.Shell.Variable("SUDO_USER") ?? invocation.Shell.Variable("USER");

    public static AdminClient Open(Invocation invocation) =>
        new(Addresses.Of(invocation), invocation.Shell.Variable(GlobalOptions.TokenVariable));
}
