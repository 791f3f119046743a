namespace Paddock.RealTests.Docker;

/// <summary>A connection that loses replies, or is dead from some request on.</summary>
/// <param name="loses">The engine carries it out, and its reply is lost.</param>
/// <param name="kills">Whether this request, and every one after it, never arrives.</param>
internal sealed class Interruption(
    HttpMessageHandler inner, Func<HttpRequestMessage, bool>? loses = null,
    Func<HttpRequestMessage, bool>? kills = null)
    : DelegatingHandler(inner)
{
    private int _lost;
    private volatile bool _isDead;

    protected override async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request, CancellationToken cancellationToken)
    {
        _isDead |= kills?.Invoke(request) == true;
        if (_isDead)
        {
            throw new HttpRequestException(HttpRequestError.ResponseEnded, "The connection is dead.");
        }
        var response = await base.SendAsync(request, cancellationToken);
        if (loses?.Invoke(request) == true && Interlocked.Exchange(ref _lost, 1) == 0)
        {
            response.Dispose();
            throw new HttpRequestException(HttpRequestError.ResponseEnded, "The reply is lost.");
        }
        return response;
    }

    public static bool IsCreate(HttpRequestMessage request) =>
        request.RequestUri!.AbsolutePath.EndsWith("/containers/create", StringComparison.Ordinal)
        && request.RequestUri.Query.Contains("name=pdk-", StringComparison.Ordinal);

    public static bool IsStart(HttpRequestMessage request) =>
        request.RequestUri!.AbsolutePath.EndsWith("/start", StringComparison.Ordinal);

    public static bool IsPut(HttpRequestMessage request) => request.Method == HttpMethod.Put;
}
