using Paddock.App.Composition;
using Paddock.App.Http;
using Paddock.Engine;
using Paddock.Ports.Store;

namespace Paddock.App.Cli;

/// <summary>
/// Which exceptions are expected, and what each says to a person. Everything else is a defect and crashes.
/// </summary>
internal static class Excuse
{
    public static CliFaultException? For(Exception fault) => fault switch
    {
        CliFaultException excuse => excuse,
        StoreFaultException store => Of(store, store.Remedy),
        StartRefusedException refused => Of(refused, refused.Remedy),
        ListenFaultException listen => Of(listen, listen.Remedy),
        LeaseLostException lost => Of(lost, remedy: ""),
        _ => null,
    };

    /// <summary>Their messages end in the remedy, for logs; here it has a line of its own.</summary>
    private static CliFaultException Of(Exception fault, string remedy) => new(
        ExitCode.Failed,
        remedy.Length > 0 && fault.Message.EndsWith(remedy, StringComparison.Ordinal)
            ? fault.Message[..^remedy.Length].TrimEnd()
            : fault.Message,
        remedy, fault);
}
