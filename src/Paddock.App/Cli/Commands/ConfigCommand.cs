using System.CommandLine;
using Paddock.App.Configuration;

namespace Paddock.App.Cli.Commands;

/// <summary><c>paddock config schema</c></summary>
internal static class ConfigCommand
{
    public static Command Make(Shell shell)
    {
        var schema = new Command("schema", "The JSON Schema of the configuration file, for editors.");
        Invocation.Set(schema, shell, (invocation, _) =>
        {
            invocation.Page.Write(ConfigSchema.Write().TrimEnd());
            return Task.FromResult(ExitCode.Ok);
        });
        return new Command("config", "About the configuration file.") { schema };
    }
}
