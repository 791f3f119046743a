using System.CommandLine;
using System.CommandLine.Invocation;
using Paddock.App.Composition;

namespace Paddock.App.Cli;

/// <summary>
/// Reads a command line, carries it out, and is the one place where a failure becomes words and a code.
/// </summary>
internal static class CommandLine
{
    /// <summary>Returns the exit code; see <see cref="ExitCode"/>.</summary>
    public static async Task<int> RunAsync(IReadOnlyList<string> args, Shell shell, CancellationToken cancellationToken)
    {
        var given = Root(shell).Parse(args);
        if (given.Action is ParseErrorAction)
        {
            Complaint.Write(given, shell.Error);
            return (int)ExitCode.Usage;
        }
        try
        {
            return await given.InvokeAsync(Streams(shell.Out, shell.Error), cancellationToken);
        }
        catch (OperationCanceledException)
        {
            return (int)ExitCode.Interrupted;
        }
        catch (Exception fault) when (Excuse.For(fault) is { } excuse)
        {
            Tell(excuse, shell);
            return (int)excuse.Code;
        }
    }

    private static RootCommand Root(Shell shell)
    {
        var root = new RootCommand("Paddock readies one clean, single-use runner for every GitHub Actions job.");
        // Without a word of what to do, the list of what can be done is the answer.
        root.SetAction(_ => root.Parse("--help").Invoke(Streams(shell.Out, shell.Error)));
        // The library's own way to complete words; see Completion/Spot.cs for ours.
        root.Directives.Clear();
        root.Options.OfType<VersionOption>().Single().Action = new VersionAction();
        foreach (var option in GlobalOptions.All)
        {
            root.Add(option);
        }
        foreach (var command in CommandList.Make(shell))
        {
            root.Add(command);
        }
        return root;
    }

    private static void Tell(CliFaultException excuse, Shell shell)
    {
        shell.Error.WriteLine($"paddock: {excuse.Message}");
        if (excuse.Remedy is { Length: > 0 } remedy)
        {
            shell.Error.WriteLine($"  {remedy}");
        }
    }

    /// <summary>Exceptions are ours to word, and signals ours to take: see <see cref="Invocation.Set"/>.</summary>
    private static InvocationConfiguration Streams(TextWriter output, TextWriter error) => new()
    {
        Output = output,
        Error = error,
        EnableDefaultExceptionHandler = false,
        ProcessTerminationTimeout = null,
    };

    private sealed class VersionAction : SynchronousCommandLineAction
    {
        public override int Invoke(ParseResult parseResult)
        {
            parseResult.InvocationConfiguration.Output.WriteLine(PaddockVersion.Text);
            return (int)ExitCode.Ok;
        }
    }
}
