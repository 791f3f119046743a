namespace Paddock.Tests.App.Http;

/// <summary>One server-sent event.</summary>
internal sealed record SeenEvent(string Name, long? Id, string Data);

/// <summary>Reads an event stream as a browser would.</summary>
internal sealed class EventReader : IDisposable
{
    private readonly HttpResponseMessage _response;
    private readonly StreamReader _lines;

    private EventReader(HttpResponseMessage response, StreamReader lines) => (_response, _lines) = (response, lines);

    public static async Task<EventReader> OpenAsync(HttpClient client, long? last = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/events");
        if (last is not null)
        {
            request.Headers.Add("Last-Event-ID", last.ToString());
        }
        var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, WebRig.Cancel);
        response.EnsureSuccessStatusCode();
        return new EventReader(response, new StreamReader(await response.Content.ReadAsStreamAsync(WebRig.Cancel)));
    }

    /// <summary>The next event of that name; others are passed over. Null at the stream's end.</summary>
    public async Task<SeenEvent?> NextAsync(string name)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(WebRig.Cancel);
        limit.CancelAfter(TimeSpan.FromSeconds(30));
        var (seenName, id, data) = ("", (long?)null, "");
        while (await _lines.ReadLineAsync(limit.Token) is { } line)
        {
            switch (line.Split(": ", 2))
            {
                case ["event", var text]:
                    seenName = text;
                    break;
                case ["id", var text]:
                    id = long.Parse(text);
                    break;
                case ["data", var text]:
                    data = text;
                    break;
                case [""] when seenName == name:
                    return new SeenEvent(seenName, id, data);
                case [""]:
                    (seenName, id, data) = ("", null, "");
                    break;
            }
        }
        return null;
    }

    public void Dispose()
    {
        _lines.Dispose();
        _response.Dispose();
    }
}
