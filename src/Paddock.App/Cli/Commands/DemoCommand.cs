using System.CommandLine;
using System.Diagnostics;

namespace Paddock.App.Cli.Commands;

/// <summary>
/// <c>paddock demo</c>: a program of its own, so that what serves in earnest carries no stand-in for GitHub.
/// </summary>
internal static class DemoCommand
{
    private const string Program = "paddock-demo";

    public static Command Make(Shell shell)
    {
        var words = new Argument<string[]>("OPTIONS")
        {
            Description = "For the demonstration; see paddock demo -- --help.",
            Arity = ArgumentArity.ZeroOrMore,
        };
        var command = new Command("demo", "Shows the main job on this machine, without an account or a network.")
        {
            words,
        };
        command.TreatUnmatchedTokensAsErrors = false;
        Invocation.SetUnguarded(command, shell, (invocation, token) => RunAsync(
            [.. invocation.Given.GetValue(words) ?? [], .. invocation.Given.UnmatchedTokens], token));
        return command;
    }

    /// <summary>Ctrl-C reaches it too, by the terminal; it tidies up, and its exit code says that.</summary>
    private static async Task<ExitCode> RunAsync(IReadOnlyList<string> words, CancellationToken cancellationToken)
    {
        var path = Path.Combine(AppContext.BaseDirectory, Program);
        if (!File.Exists(path))
        {
            throw new CliFaultException(
                ExitCode.Usage, "The demonstration is not part of this installation.",
                "In a clone of the repository, start it with ./paddock demo.");
        }
        using var ignore = System.Runtime.InteropServices.PosixSignalRegistration.Create(
            System.Runtime.InteropServices.PosixSignal.SIGINT, signal => signal.Cancel = true);
        using var demo = Process.Start(new ProcessStartInfo(path, words))!;
        await demo.WaitForExitAsync(cancellationToken);
        return (ExitCode)demo.ExitCode;
    }
}
