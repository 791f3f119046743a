using System.Net.Sockets;
using Paddock.Core.Model;
using Paddock.Providers.Calls;

namespace Paddock.Tests.Providers.Calls;

public sealed class ConnectionFaultsTests
{
    private const string Gone = "/nowhere/server.sock";

    /// <summary>A server that is stopped closes what it was asked and takes its socket away.</summary>
    [Theory]
    [InlineData(HttpRequestError.ResponseEnded)]
    [InlineData(HttpRequestError.Unknown)]
    public void Of_a_request_that_broke_off_nobody_knows_the_outcome_also_when_the_socket_has_gone(
        HttpRequestError error) =>
        Faults(Gone).Of(new HttpRequestException(error, "It broke.")).Kind.ShouldBe(FaultKind.Ambiguous);

    [Theory]
    [InlineData(Gone, SocketError.AddressNotAvailable, FaultKind.Transient, "/nowhere/server.sock does not exist")]
    [InlineData(null, SocketError.ConnectionRefused, FaultKind.Transient, "does not listen")]
    [InlineData(null, SocketError.AccessDenied, FaultKind.Unauthorized, "usermod -aG keepers")]
    [InlineData(null, SocketError.TimedOut, FaultKind.Transient, "cannot be reached")]
    public void What_was_never_connected_was_not_sent_and_the_remedy_is_told(
        string? socket, SocketError error, FaultKind kind, string words)
    {
        var failure = new HttpRequestException(
            HttpRequestError.ConnectionError, "No connection.", new SocketException((int)error));

        var fault = Faults(socket).Of(failure);

        fault.Kind.ShouldBe(kind);
        fault.Message.ShouldContain(words);
    }

    [Fact]
    public void Certificates_that_do_not_do_are_told_with_what_to_do()
    {
        var fault = Faults(socket: null).Of(
            new HttpRequestException(HttpRequestError.SecureConnectionError, "The SSL connection failed."));

        fault.Kind.ShouldBe(FaultKind.Unauthorized);
        fault.Message.ShouldEndWith("Write the new fingerprint.");
    }

    private static ConnectionFaults Faults(string? socket) => new(new ServerWords(
        "Server", new Uri("https://lab.acme.example:8443"), socket, "keepers", "Start it",
        "Write the new fingerprint."));
}
