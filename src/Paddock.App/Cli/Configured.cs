using Paddock.App.Configuration;

namespace Paddock.App.Cli;

/// <summary>The configuration a command works with, found as <c>paddock run</c> finds it.</summary>
internal static class Configured
{
    public static ConfigLoad Load(Invocation invocation) => ConfigReader.Load(Request(invocation));

    /// <summary>Reads it whole; what is wrong with it goes to standard error.</summary>
    /// <exception cref="CliFaultException">There is none that could be used.</exception>
    public static PaddockConfig Require(Invocation invocation, ConfigRequest? request = null)
    {
        var load = ConfigReader.Load(request ?? Request(invocation));
        foreach (var fault in load.Faults)
        {
            invocation.Note(fault.ToString());
        }
        var errors = load.Faults.Count(fault => !fault.IsWarning);
        return load.Config ?? throw new CliFaultException(
            ExitCode.Usage, $"The configuration has {errors} error{(errors == 1 ? "" : "s")}; nothing was done.",
            "Mend what is named above; paddock validate shows whether it is enough.");
    }

    public static ConfigRequest Request(Invocation invocation) =>
        ConfigRequest.FromProcess(invocation.Given.GetValue(GlobalOptions.Config), invocation.Shell.Environment);
}
