using Paddock.Ports;

namespace Paddock.GitHub.Http;

/// <summary>
/// A handler's way to say that there is no answer. Only handlers throw it, and <see cref="ApiClient"/> turns it into a
/// value: between those two stands HttpMessageHandler, whose signature has no room for a fault.
/// </summary>
/// <remarks>
/// <c>Transient</c>: certainly not carried out. <c>Ambiguous</c>: sent, and the reply was lost. <c>RateLimited</c>: not
/// sent, or answered with a limit.
/// </remarks>
internal sealed class CallFailedException(Fault fault) : Exception(fault.Message)
{
    public Fault Fault { get; } = fault;
}
