using System.Net.Sockets;
using System.Security.Authentication;
using Paddock.Core.Model;
using Paddock.Ports;

namespace Paddock.GitHub.Http.Handlers;

/// <summary>
/// One attempt on the wire: a time limit, the whole body read within it, and every way to fail told apart by the one
/// thing that matters afterwards, namely whether GitHub may have carried the request out.
/// </summary>
internal sealed class AttemptHandler(TimeProvider time, TimeSpan limit) : DelegatingHandler
{
    /// <summary>A page of a hundred runs is one to two megabytes.</summary>
    private const long BodyBytesMax = 32 * 1024 * 1024;

    protected override async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request, CancellationToken cancellationToken)
    {
        using var timer = new CancellationTokenSource(limit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timer.Token);
        HttpResponseMessage? response = null;
        try
        {
            response = await base.SendAsync(request, either.Token);
            await response.Content.LoadIntoBufferAsync(BodyBytesMax, either.Token);
            return response;
        }
        catch (Exception failure) when (failure is HttpRequestException or OperationCanceledException or IOException)
        {
            response?.Dispose();
            cancellationToken.ThrowIfCancellationRequested();
            var host = request.RequestUri!.Authority;
            throw new CallFailedException(timer.IsCancellationRequested
                ? new Fault(FaultKind.Ambiguous, $"{host} did not answer within {limit.TotalSeconds:0} seconds.")
                : Explain(host, failure));
        }
    }

    private static Fault Explain(string host, Exception failure) => failure switch
    {
        // The handler's own connect time-out: nothing was sent yet.
        OperationCanceledException { InnerException: TimeoutException } =>
            new Fault(FaultKind.Transient, $"{host} cannot be reached: no connection in time."),
        HttpRequestException { HttpRequestError: HttpRequestError.NameResolutionError } =>
            new Fault(FaultKind.Transient, $"{host} cannot be reached: its name does not resolve."),
        HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError } =>
            new Fault(FaultKind.Transient, $"{host} cannot be reached: {Detail<SocketException>(failure)}."),
        HttpRequestException { HttpRequestError: HttpRequestError.ProxyTunnelError } =>
            new Fault(FaultKind.Transient, $"{host} cannot be reached: the proxy refuses the way there."),
        HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError } =>
            new Fault(
                FaultKind.Transient,
                $"{host} cannot be trusted: {Detail<AuthenticationException>(failure)} "
                + "Behind a private certificate authority, give its PEM file to the connection."),
        _ => new Fault(FaultKind.Ambiguous, $"The reply of {host} was lost on the way."),
    };

    /// <summary>The cause's own words; the outer message can hold a proxy's address with its password.</summary>
    private static string Detail<TCause>(Exception failure) where TCause : Exception
    {
        for (var cause = failure.InnerException; cause is not null; cause = cause.InnerException)
        {
            if (cause is TCause)
            {
                return Plain.Line(cause.Message);
            }
        }
        return "the connection failed";
    }
}
