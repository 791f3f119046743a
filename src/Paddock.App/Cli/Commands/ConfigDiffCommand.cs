using System.CommandLine;
using System.Security.Cryptography;
using System.Text.Json;
using Paddock.App.Api;
using Paddock.App.Cli.Rendering;
using Paddock.App.Configuration;

namespace Paddock.App.Cli.Commands;

/// <summary>
/// <c>paddock config diff [OTHER]</c>: what this configuration would change of the one a running Paddock goes by, or
/// what another file would change of this one.
/// </summary>
internal static class ConfigDiffCommand
{
    private const int SaltBytes = 16;

    public static Command Make(Shell shell)
    {
        var other = new Argument<string?>("OTHER")
        {
            Description = "A file that would take the configuration's place; no running Paddock is asked then.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var flags = new SettingFlags();
        var command = new Command(
            "diff", "What this configuration would change of the one a running Paddock goes by; 1 if anything.")
        {
            other,
        };
        flags.AddTo(command);
        Invocation.Set(command, shell, async (invocation, token) =>
        {
            var request = Configured.Request(invocation) with { Flags = flags.Of(invocation.Given) };
            var given = Configured.Require(invocation, request);
            return invocation.Given.GetValue(other) is { } path
                ? Compare(invocation, given, Configured.Require(invocation, request with { Path = path }))
                : await AskAsync(invocation, given, token);
        });
        return command;
    }

    private static ExitCode Compare(Invocation invocation, PaddockConfig old, PaddockConfig now)
    {
        var diff = ConfigDiff.Of(old.Values, now.Values);
        return Show(invocation, diff, JsonSerializer.SerializeToElement(diff, ApiJson.Default.ConfigDiffReply));
    }

    private static async Task<ExitCode> AskAsync(
        Invocation invocation, PaddockConfig given, CancellationToken cancellationToken)
    {
        using var client = Asking.Open(invocation);
        var salt = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(SaltBytes));
        try
        {
            var answer = await client.PostAsync(
                "config/diff", ConfigDiff.Ask(given.Values, salt), ApiJson.Default.ConfigDiffRequest,
                cancellationToken);
            return Show(invocation, client.Read(answer, ApiJson.Default.ConfigDiffReply), answer);
        }
        catch (CliFaultException fault) when (fault.Code == ExitCode.Failed)
        {
            // Code 1 says that something differs, and of that nothing is known.
            throw new CliFaultException(ExitCode.Unreachable, fault.Message, fault.Remedy, fault);
        }
    }

    private static ExitCode Show(Invocation invocation, ConfigDiffReply diff, JsonElement answer)
    {
        Asking.Print(invocation, answer, () => ConfigDiffTable.Write(invocation, diff));
        return diff.Same ? ExitCode.Ok : ExitCode.Failed;
    }
}
