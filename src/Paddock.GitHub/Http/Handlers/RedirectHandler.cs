using System.Net;

namespace Paddock.GitHub.Http.Handlers;

/// <summary>
/// Follows redirects by hand. A renamed repository answers 301, and .NET's own way drops the Authorization header and
/// turns a POST into a GET: the ticket request would become a harmless-looking question. Here method and body stay,
/// the handlers below authenticate anew, and no hop leaves the API's host.
/// </summary>
internal sealed class RedirectHandler(ApiAddress address) : DelegatingHandler
{
    private const int HopsMax = 3;

    protected override async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request, CancellationToken cancellationToken)
    {
        for (var hop = 0; ; hop++)
        {
            var response = await base.SendAsync(request, cancellationToken);
            if (hop == HopsMax || TargetOf(request, response) is not { } target || !address.IsOwn(target))
            {
                // What is left unfollowed is read as a fault that says where GitHub pointed.
                return response;
            }
            response.Dispose();
            request.RequestUri = target;
        }
    }

    /// <summary>Where to repeat the request; null when the answer is no redirect.</summary>
    public static Uri? TargetOf(HttpRequestMessage request, HttpResponseMessage response) =>
        IsRedirect(response.StatusCode)
        && response.Headers.Location is { } location
        && Uri.TryCreate(request.RequestUri, location, out var target)
            ? target
            : null;

    /// <summary>302 as well: GitHub asks to repeat the same request there, whatever browsers do.</summary>
    public static bool IsRedirect(HttpStatusCode status) =>
        status is HttpStatusCode.MovedPermanently or HttpStatusCode.Found
            or HttpStatusCode.TemporaryRedirect or HttpStatusCode.PermanentRedirect;
}
