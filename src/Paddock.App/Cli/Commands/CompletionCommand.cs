using System.CommandLine;
using Paddock.App.Cli.Completion;

namespace Paddock.App.Cli.Commands;

/// <summary><c>paddock completion SHELL</c>, and <c>paddock complete</c>, which its scripts call.</summary>
internal static class CompletionCommand
{
    public static IReadOnlyList<Command> Make(Shell shell) => [Script(shell), Complete(shell)];

    private static Command Script(Shell shell)
    {
        var which = new Argument<string>("SHELL") { Description = "Whose script." };
        which.AcceptOnlyFromAmong([.. CompletionScripts.All.Keys]);
        var command = new Command(
            "completion", "A script that makes a shell complete commands, options and names; its first line says how.")
        {
            which,
        };
        Invocation.Set(command, shell, (invocation, _) =>
        {
            invocation.Page.Write(CompletionScripts.All[invocation.Given.GetRequiredValue(which)]);
            return Task.FromResult(ExitCode.Ok);
        });
        return command;
    }

    private static Command Complete(Shell shell)
    {
        var words = new Argument<string[]>("WORD") { Arity = ArgumentArity.ZeroOrMore };
        var next = new Option<bool>("--next");
        var command = new Command("complete", "What the last word may become, a line each.")
        {
            words, next,
        };
        command.Hidden = true;
        Invocation.Set(command, shell, async (invocation, token) =>
        {
            List<string> given = [.. invocation.Given.GetValue(words) ?? []];
            if (invocation.Given.GetValue(next) || given.Count < 2)
            {
                given.Add("");
            }
            Show(invocation, await FindAsync(invocation, [.. given.Skip(1).SkipLast(1)], given[^1], token));
            return ExitCode.Ok;
        });
        return command;
    }

    /// <summary>The line that is being typed may itself say whom to ask.</summary>
    private static Task<Candidates> FindAsync(
        Invocation invocation, IReadOnlyList<string> before, string word, CancellationToken cancellationToken)
    {
        var root = (RootCommand)invocation.Given.RootCommandResult.Command;
        var names = new KnownNames(new Invocation(invocation.Shell, root.Parse(before)));
        return Candidates.OfAsync(root, before, word, kind => names.OfAsync(kind, cancellationToken));
    }

    private static void Show(Invocation invocation, Candidates candidates)
    {
        foreach (var word in candidates.Words)
        {
            invocation.Page.Write(word);
        }
        if (candidates is { Words.Count: 0, IsPath: true })
        {
            invocation.Page.Write(CompletionScripts.Files);
        }
    }
}
