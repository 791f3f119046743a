using Paddock.Ports.Store;

namespace Paddock.App.Cli;

/// <summary>Which exceptions are expected, and what each says to a person. Everything else is a defect and crashes.</summary>
internal static class Excuse
{
    public static CliFaultException? For(Exception fault) => fault switch
    {
        CliFaultException excuse => excuse,
        StoreFaultException store => new CliFaultException(ExitCode.Failed, store.Message, inner: store),
        _ => null,
    };
}
