using Paddock.App.Cli.Client;

namespace Paddock.App.Cli;

/// <summary>Which Paddock a command asks: the flag, then the environment, then what the configuration says.</summary>
internal static class Addresses
{
    /// <exception cref="CliFaultException">None is named.</exception>
    public static AdminAddress Of(Invocation invocation) =>
        (invocation.Given.GetValue(GlobalOptions.Admin) ?? invocation.Shell.Variable(GlobalOptions.AddressVariable))
            is { } text
            ? AdminAddress.Parse(text)
            : throw new CliFaultException(
                ExitCode.Usage, "No Paddock is named.",
                $"Use --admin or set {GlobalOptions.AddressVariable}, for example to unix:/run/paddock/admin.sock.");
}
