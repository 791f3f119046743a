using System.Net.Sockets;
using Paddock.Core.Model;
using Paddock.Ports;

namespace Paddock.Providers.Calls;

/// <summary>A server that a provider speaks to, in the words of its messages.</summary>
/// <param name="SocketPath">Null for a server that is reached over the network.</param>
/// <param name="Group">Whose members may open the socket.</param>
/// <param name="Start">What starts it, as a sentence without its end.</param>
/// <param name="Certificates">What may be wrong with them and what to do, where the two do not agree.</param>
internal sealed record ServerWords(
    string Name, Uri Host, string? SocketPath, string Group, string Start, string Certificates);

/// <summary>
/// What it means that no answer came, and what to do about it. Only what was certainly not sent is <c>Transient</c>.
/// </summary>
internal sealed class ConnectionFaults(ServerWords server)
{
    public Fault Late(TimeSpan limit) => new(
        FaultKind.Ambiguous, $"No answer of {server.Name} at {server.Host} came within {limit.TotalSeconds:0} s.");

    /// <summary>No connection, or one that broke.</summary>
    public Fault Of(Exception failure) => SocketErrorOf(failure) switch
    {
        SocketError.AccessDenied => new Fault(
            FaultKind.Unauthorized,
            $"This user may not open {server.SocketPath ?? server.Host.ToString()}. Add it to the group of that "
            + $"socket (usermod -aG {server.Group} NAME) and start Paddock anew."),
        _ when IsUnconnected(failure) && server.SocketPath is { } path && !File.Exists(path) => new Fault(
            FaultKind.Transient,
            $"There is no {server.Name}: {path} does not exist. {server.Start} or correct host."),
        SocketError.ConnectionRefused => new Fault(
            FaultKind.Transient, $"{server.Name} does not listen at {server.Host}. {server.Start} or correct host."),
        _ when failure is HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError } =>
            new Fault(
                FaultKind.Unauthorized,
                $"No secure connection with {server.Host}: {Why(failure)} {server.Certificates}"),
        _ when IsUnconnected(failure) => new Fault(
            FaultKind.Transient, $"{server.Host} cannot be reached: {Why(failure)}"),
        _ => new Fault(FaultKind.Ambiguous, $"The connection with {server.Host} broke: {Why(failure)}"),
    };

    /// <summary>
    /// A server that is stopped takes its socket away too, so that the socket is not there any more proves nothing
    /// about a request that was under way.
    /// </summary>
    private static bool IsUnconnected(Exception failure) => failure is HttpRequestException
    {
        HttpRequestError: HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError,
    };

    private static SocketError? SocketErrorOf(Exception failure) =>
        (failure.GetBaseException() as SocketException)?.SocketErrorCode;

    private static string Why(Exception failure) => Plain.Line(failure.GetBaseException().Message);
}
