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
        StoreFaultException store => Of(store, store.Problem, store.Remedy),
        StartRefusedException refused => Of(refused, refused.Problem, refused.Remedy),
        ListenFaultException listen => Of(listen, listen.Problem, listen.Remedy),
        LeaseLostException lost => Of(lost, lost.Message, "Stop the other one, or give this one a store of its own."),

        // An address or a certificate file that the configuration names and nobody can use.
        InvalidDataException unusable => Of(unusable, unusable.Message, "Correct it in the configuration."),
        _ => null,
    };

    private static CliFaultException Of(Exception fault, string problem, string remedy) =>
        new(ExitCode.Failed, problem, remedy, fault);
}
