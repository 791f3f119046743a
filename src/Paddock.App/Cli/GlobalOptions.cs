using System.CommandLine;

namespace Paddock.App.Cli;

/// <summary>Options that every command takes.</summary>
internal static class GlobalOptions
{
    public const string TokenVariable = "PADDOCK_ADMIN_TOKEN";
    public const string AddressVariable = "PADDOCK_ADMIN";

    public static readonly Option<string?> Config = new("--config", "-c")
    {
        Description = "The configuration file.",
        HelpName = "FILE",
        Recursive = true,
    };

    public static readonly Option<string> Output = MakeOutput();

    public static readonly Option<bool> NoColor = new("--no-color")
    {
        Description = "No colours; NO_COLOR in the environment says the same.",
        Recursive = true,
    };

    public static readonly Option<string?> Admin = new("--admin")
    {
        Description =
            $"Where a running Paddock is asked: unix:/path or http://host:port with {TokenVariable} "
            + "in the environment. "
            + $"Default: {AddressVariable}, then what the configuration says.",
        HelpName = "ADDRESS",
        Recursive = true,
    };

    public static IReadOnlyList<Option> All => [Config, Output, NoColor, Admin];

    private static Option<string> MakeOutput()
    {
        var option = new Option<string>("--output", "-o")
        {
            Description = "table for people; json or yaml for programs: the admin API's own answer.",
            DefaultValueFactory = _ => "table",
            Recursive = true,
        };
        option.AcceptOnlyFromAmong("table", "json", "yaml");
        return option;
    }
}
