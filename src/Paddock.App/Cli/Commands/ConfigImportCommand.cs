using System.CommandLine;
using Paddock.App.Configuration.Import;
using Paddock.App.Configuration.Reading;

namespace Paddock.App.Cli.Commands;

/// <summary><c>paddock config import lxdrunner|charm FILE</c></summary>
internal static class ConfigImportCommand
{
    public static Command Make(Shell shell) =>
        new("import", "Takes over the configuration of another system. Secrets are not copied.")
        {
            Make(shell, ForeignSystem.LxdRunner, "LXDRunner's config.yml."),
            Make(shell, ForeignSystem.Charm, "The github-runner charm's options, as juju config or a bundle has them."),
        };

    private static Command Make(Shell shell, ForeignSystem system, string description)
    {
        var file = new Argument<string>("FILE") { Description = "The other system's file." };
        var scope = new Option<string[]>("--scope")
        {
            Description = "Where runners register, if the file does not say it; may be repeated.",
            HelpName = "SCOPE",
        };
        var output = new Option<string?>("--output")
        {
            Description = "Write to this file, and not to standard output.", HelpName = "FILE",
        };
        var force = new Option<bool>("--force") { Description = "Write over a file that is there." };
        var command = new Command(Importing.Word(system), description) { file, scope, output, force };
        Invocation.Set(command, shell, (invocation, _) =>
        {
            var given = invocation.Given;
            var text = Read(invocation, system, given.GetValue(file)!, given.GetValue(scope) ?? []);
            if (given.GetValue(output) is { } path)
            {
                Write(path, text, given.GetValue(force));
                invocation.Note($"Written to {path}. Try it: paddock validate --config {path}");
            }
            else
            {
                invocation.Shell.Out.Write(text);
            }
            return Task.FromResult(ExitCode.Ok);
        });
        return command;
    }

    private static string Read(
        Invocation invocation, ForeignSystem system, string file, IReadOnlyList<string> scopes)
    {
        var faults = new FaultList();
        var text = Importing.ToText(system, Configured.Request(invocation), file, scopes, faults);
        foreach (var fault in faults.Sorted)
        {
            invocation.Note(fault.ToString());
        }
        return text ?? throw new CliFaultException(
            ExitCode.Usage, "Nothing was taken over.", "Mend what is named above.");
    }

    /// <summary>Whole or not at all: it appears under its name when it is complete.</summary>
    private static void Write(string path, string text, bool mayReplace)
    {
        var part = $"{path}.new";
        try
        {
            if (!mayReplace && Path.Exists(path))
            {
                throw new CliFaultException(
                    ExitCode.Usage, $"{path} is there already, and was not touched.",
                    "Name another file, or add --force.");
            }
            File.WriteAllText(part, text);
            File.Move(part, path, mayReplace);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            Discard(part);
            throw new CliFaultException(
                ExitCode.Failed, $"{path} cannot be written: {failure.Message}", "Check its directory and rights.",
                failure);
        }
    }

    private static void Discard(string part)
    {
        if (File.Exists(part))
        {
            File.Delete(part);
        }
    }
}
