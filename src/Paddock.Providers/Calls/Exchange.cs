using System.Text.Json;
using Paddock.Core.Model;
using Paddock.Ports;

namespace Paddock.Providers.Calls;

/// <summary>
/// One request and its answer, every failure a value. Throws only <see cref="OperationCanceledException"/> for the
/// caller's token.
/// </summary>
/// <param name="address">What the paths of calls are added to.</param>
internal sealed class Exchange(HttpMessageInvoker http, Uri address, ServerWords server, TimeProvider time)
{
    public ConnectionFaults Faults { get; } = new(server);

    /// <param name="call">Its limit holds for all of it, the reading of the answer included.</param>
    /// <param name="read">
    /// What the answer means, whatever its status is. Over a stream's length nothing is buffered: logs, events and
    /// progress are read as they come.
    /// </param>
    public async Task<Answer<T>> SendAsync<T>(
        ServerCall call, Func<HttpResponseMessage, CancellationToken, Task<Answer<T>>> read,
        CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(call.Limit, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        using var request = new HttpRequestMessage(call.Method, new Uri(address, call.Path));
        request.Content = call.Content;
        foreach (var (name, value) in call.Headers)
        {
            request.Headers.Add(name, value);
        }
        try
        {
            using var response = await http.SendAsync(request, both.Token);
            return await read(response, both.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return Broken<T>(call, Faults.Late(call.Limit));
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException)
        {
            return Broken<T>(call, Faults.Of(failure));
        }
        catch (JsonException unreadable)
        {
            return new Answer<T>.Refused(Unreadable(call, unreadable.Path));
        }
    }

    /// <param name="where">The JSON path at which it made no sense.</param>
    public static Fault Unreadable(ServerCall call, string? where) => new(
        call.IsRepeatable ? FaultKind.Fatal : FaultKind.Ambiguous,
        $"The answer to {call.Method} {call.Path.Split('?')[0]} cannot be read ({where ?? "its beginning"}).");

    private static Answer<T>.Refused Broken<T>(ServerCall call, Fault fault) =>
        new(call.IsRepeatable ? fault.AsCertain() : fault);
}
