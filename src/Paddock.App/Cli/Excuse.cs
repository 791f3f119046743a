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
        StoreFaultException store => new CliFaultException(ExitCode.Failed, store.Message, inner: store),
        StartRefusedException refused => new CliFaultException(ExitCode.Failed, refused.Message, inner: refused),
        ListenFaultException listen => new CliFaultException(ExitCode.Failed, listen.Message, inner: listen),
        LeaseLostException lost => new CliFaultException(ExitCode.Failed, lost.Message, inner: lost),
        _ => null,
    };
}
