using System.CommandLine;
using System.Runtime.InteropServices;
using System.Text.Json;
using Paddock.App.Cli.Rendering;

namespace Paddock.App.Cli;

/// <summary>One command being carried out: what was given, and where its output goes.</summary>
internal sealed class Invocation(Shell shell, ParseResult given)
{
    public Shell Shell => shell;

    public ParseResult Given => given;

    /// <summary>A program reads the answer.</summary>
    public bool WantsData => Output is "json" or "yaml";

    private string? Output => given.GetValue(GlobalOptions.Output);

    public DateTimeOffset Now => shell.Time.GetUtcNow();

    public Page Page { get; } = new(shell.Out, shell.Width, HasColour(shell, given));

    /// <summary>An answer for programs, in the form they want.</summary>
    public void Write(JsonElement answer)
    {
        if (Output == "yaml")
        {
            Page.Write(YamlText.Of(answer));
        }
        else
        {
            Page.Write(answer);
        }
    }

    /// <summary>Something a person may want to know and a program may not read as output.</summary>
    public void Note(string sentence) => shell.Error.WriteLine(sentence);

    /// <summary>
    /// Makes a command's action of a function; the first Ctrl-C cancels its token, a second one kills.
    /// </summary>
    public static void Set(
        Command command, Shell shell, Func<Invocation, CancellationToken, Task<ExitCode>> work) =>
        command.SetAction(async (given, token) =>
        {
            using var stop = CancellationTokenSource.CreateLinkedTokenSource(token);
            using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
            using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
            return (int)await work(new Invocation(shell, given), stop.Token);

            void Stop(PosixSignalContext signal)
            {
                signal.Cancel = !stop.IsCancellationRequested;
                stop.Cancel();
            }
        });

    /// <summary>The same for what listens to signals itself.</summary>
    public static void SetUnguarded(
        Command command, Shell shell, Func<Invocation, CancellationToken, Task<ExitCode>> work) =>
        command.SetAction(async (given, token) => (int)await work(new Invocation(shell, given), token));

    /// <summary>See https://no-color.org: set and not empty means none, whatever it says.</summary>
    private static bool HasColour(Shell shell, ParseResult given) =>
        shell.IsTerminal && !given.GetValue(GlobalOptions.NoColor) && shell.Variable("NO_COLOR") is null
        && shell.Variable("TERM") != "dumb";
}
