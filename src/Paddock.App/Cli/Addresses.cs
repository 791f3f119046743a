using Paddock.App.Cli.Client;
using Paddock.App.Configuration;

namespace Paddock.App.Cli;

/// <summary>Which Paddock a command asks: the flag, then the environment, then what the configuration says.</summary>
internal static class Addresses
{
    /// <exception cref="CliFaultException">What is named is no address.</exception>
    public static AdminAddress Of(Invocation invocation) =>
        (invocation.Given.GetValue(GlobalOptions.Admin) ?? invocation.Shell.Variable(GlobalOptions.AddressVariable))
            is { } text
            ? AdminAddress.Parse(text)
            : new AdminAddress.Socket(ConfigReader.AdminSocketOf(Configured.Request(invocation))
                ?? throw new CliFaultException(
                    ExitCode.Usage, "The configuration cannot be read, so where its Paddock answers is unknown.",
                    "paddock validate tells what is wrong with it; --admin names a Paddock without it."));
}
