using System.Net;
using System.Net.Sockets;
using Paddock.Core.Model;
using Paddock.Ports;

namespace Paddock.Providers.Lxd.Api;

/// <summary>
/// What a refusal means, and what to do about it. The API has no error codes, and older servers answer 500 where newer
/// ones know better, so the words are read first and the status after them.
/// </summary>
internal sealed class FaultReader(ServerAddress address, Flavor flavor)
{
    /// <summary>Words of LXD 5.0 and Incus 6.0, and what they mean, in the order they are looked for.</summary>
    private static readonly (string Words, FaultKind Kind)[] Meanings =
    [
        ("no space left on device", FaultKind.CapacityUnavailable),
        ("quota exceeded", FaultKind.CapacityUnavailable),
        ("Reached maximum", FaultKind.QuotaExceeded),
        ("No suitable cluster member", FaultKind.CapacityUnavailable),
        ("Not enough uid/gid available", FaultKind.CapacityUnavailable),
        ("UNIQUE constraint failed", FaultKind.NameTaken),
        ("already exists", FaultKind.NameTaken),
        ("is busy running a", FaultKind.Busy),
        ("Image not provided for instance creation", FaultKind.InvalidSpec),
        ("Requested profile", FaultKind.InvalidSpec),
        ("Unknown configuration key", FaultKind.InvalidSpec),
        ("Invalid ", FaultKind.InvalidSpec),
        ("Storage pool not found", FaultKind.InvalidSpec),
        ("Network not found", FaultKind.InvalidSpec),
        ("doesn't match", FaultKind.InvalidSpec),
        (" config, either directly or via a profile", FaultKind.InvalidSpec),
        ("Project not found", FaultKind.NotFound),
        ("Instance not found", FaultKind.NotFound),
        ("daemon is shutting down", FaultKind.Transient),
    ];

    public Fault Of(HttpStatusCode status, string said)
    {
        foreach (var (words, kind) in Meanings)
        {
            if (said.Contains(words, StringComparison.OrdinalIgnoreCase))
            {
                return new Fault(kind, $"{flavor.Name}: {said}");
            }
        }
        return status switch
        {
            HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden => new Fault(
                FaultKind.Unauthorized,
                $"{flavor.Name} does not allow this: {said}. Its administrator has to trust our certificate, and the "
                + "certificate must not be restricted to other projects."),
            HttpStatusCode.BadRequest or HttpStatusCode.NotFound => new Fault(
                FaultKind.InvalidSpec, $"{flavor.Name}: {said}"),
            HttpStatusCode.Conflict => new Fault(FaultKind.Busy, $"{flavor.Name}: {said}"),
            _ => new Fault(FaultKind.Transient, $"{flavor.Name}: {(int)status} {said}"),
        };
    }

    /// <summary>No answer came in the time the call has.</summary>
    public Fault Late(LxdCall call) => new(
        FaultKind.Ambiguous,
        $"{flavor.Name} at {address.Host} did not answer within {call.Limit.TotalSeconds:0} s.");

    /// <summary>No connection, or one that broke. Only what was certainly not sent is <c>Transient</c>.</summary>
    public Fault Of(Exception failure) => SocketErrorOf(failure) switch
    {
        SocketError.AccessDenied => new Fault(
            FaultKind.Unauthorized,
            $"This user may not open {address.SocketPath ?? address.Host.ToString()}. Add it to the group of that "
            + $"socket (usermod -aG {flavor.Group} NAME) and start Paddock anew."),
        _ when IsUnconnected(failure) && address.SocketPath is { } path && !File.Exists(path) => new Fault(
            FaultKind.Transient,
            $"There is no {flavor.Name}: {path} does not exist. Start it, or correct host."),
        SocketError.ConnectionRefused => new Fault(
            FaultKind.Transient, $"Nothing listens at {address.Host}. Start {flavor.Name} there, or correct host."),
        _ when failure is HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError } =>
            new Fault(
                FaultKind.Unauthorized,
                $"{address.Host} shows another certificate than the one with fingerprint {address.Fingerprint}, or "
                + $"does not accept ours ({Plain.Line(Innermost(failure).Message)}). If it was replaced on purpose, "
                + "write the new fingerprint."),
        _ when IsUnconnected(failure) => new Fault(
            FaultKind.Transient, $"{address.Host} cannot be reached: {Plain.Line(Innermost(failure).Message)}"),
        _ => new Fault(
            FaultKind.Ambiguous, $"The connection with {address.Host} broke: {Plain.Line(Innermost(failure).Message)}"),
    };

    /// <summary>A daemon that is stopped takes its socket away too, so that it is not there proves nothing.</summary>
    private static bool IsUnconnected(Exception failure) => failure is HttpRequestException
    {
        HttpRequestError: HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError,
    };

    private static SocketError? SocketErrorOf(Exception failure) =>
        (Innermost(failure) as SocketException)?.SocketErrorCode;

    private static Exception Innermost(Exception failure) => failure.GetBaseException();
}
