using System.CommandLine;
using System.Text.Json;
using Paddock.App.Api;
using Paddock.App.Cli.Rendering;
using Paddock.App.Configuration;

namespace Paddock.App.Cli.Commands;

/// <summary><c>paddock config schema</c>, <c>effective</c>, <c>diff</c> and <c>import</c></summary>
internal static class ConfigCommand
{
    public static Command Make(Shell shell) =>
        new("config", "About the configuration file.")
        {
            Schema(shell), Effective(shell), ConfigDiffCommand.Make(shell), ConfigImportCommand.Make(shell),
        };

    private static Command Schema(Shell shell)
    {
        var schema = new Command("schema", "The JSON Schema of the configuration file, for editors.");
        Invocation.Set(schema, shell, (invocation, _) =>
        {
            invocation.Page.Write(ConfigSchema.Write().TrimEnd());
            return Task.FromResult(ExitCode.Ok);
        });
        return schema;
    }

    private static Command Effective(Shell shell)
    {
        var effective = new Command(
            "effective", "Every value that counts, defaults included, and where it comes from. Secrets are not shown.");
        var flags = new SettingFlags();
        flags.AddTo(effective);
        Invocation.Set(effective, shell, (invocation, _) =>
        {
            var request = Configured.Request(invocation) with { Flags = flags.Of(invocation.Given) };
            var values = Configured.Require(invocation, request).Values;
            if (invocation.WantsData)
            {
                invocation.Write(JsonSerializer.SerializeToElement(
                    [.. values.Select(value => new ConfigValueReply(value.Path, value.Shown, value.Origin))],
                    ApiJson.Default.IReadOnlyListConfigValueReply));
            }
            else
            {
                invocation.Page.Write(Table(values));
            }
            return Task.FromResult(ExitCode.Ok);
        });
        return effective;
    }

    private static FittedTable Table(IReadOnlyList<ConfigValue> values)
    {
        var table = new FittedTable(("KEY", Fit.Wraps), ("VALUE", Fit.Wraps), ("FROM", Fit.Wraps));
        foreach (var value in values)
        {
            var style = value.IsDefault ? Cell.Faint : Cell.Plain;
            table.AddRow(
                Cell.Of(value.Path, style), Cell.Of(value.Shown, style), Cell.Of(value.Origin, Cell.Faint));
        }
        return table;
    }
}
