using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Paddock.StubRunner.Protocol;

/// <summary>An answer of one of the services.</summary>
/// <param name="Body">Null when there is none, or it is not a JSON object.</param>
internal sealed record ServiceReply(int Status, JsonObject? Body)
{
    public bool IsSuccess => Status is >= 200 and < 300;
}

/// <summary>Calls a service with JSON; a token that is refused is renewed once.</summary>
internal sealed class Service(HttpClient http, Uri address, TokenSource tokens)
{
    public Uri Address => address;

    /// <param name="path">Relative to the service's address, which ends with a slash.</param>
    /// <exception cref="HttpRequestException">The service cannot be reached.</exception>
    public async Task<ServiceReply> SendAsync(
        HttpMethod method, string path, JsonObject? body, CancellationToken cancellationToken)
    {
        var reply = await SendOnceAsync(method, path, body, cancellationToken);
        if (reply.Status != 401)
        {
            return reply;
        }
        tokens.Forget();
        return await SendOnceAsync(method, path, body, cancellationToken);
    }

    private async Task<ServiceReply> SendOnceAsync(
        HttpMethod method, string path, JsonObject? body, CancellationToken cancellationToken) =>
        await SendAsync(
            http, method, new Uri(address, path), body, await tokens.HeaderAsync(cancellationToken), cancellationToken);

    /// <summary>One call with a given authorization, for the services that take the job's own token.</summary>
    public static async Task<ServiceReply> SendAsync(
        HttpClient http, HttpMethod method, Uri url, JsonObject? body, AuthenticationHeaderValue authorization,
        CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, url);
        request.Headers.Authorization = authorization;
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        if (body is not null)
        {
            request.Content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json");
        }
        using var response = await http.SendAsync(request, cancellationToken);
        var text = await response.Content.ReadAsStringAsync(cancellationToken);
        return new ServiceReply((int)response.StatusCode, Parse(text));
    }

    private static JsonObject? Parse(string text)
    {
        try
        {
            return text.Length == 0 ? null : JsonNode.Parse(text) as JsonObject;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
