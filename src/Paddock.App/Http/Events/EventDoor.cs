using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Paddock.App.Composition;

namespace Paddock.App.Http.Events;

/// <summary>
/// <c>GET /api/v1/events</c>: server-sent events (HTML Living Standard, "Server-sent events"). <c>fact</c> is an entry
/// of the journal and its number is the event's id, so a reader that lost the connection misses nothing; <c>board</c>
/// is the whole picture; <c>reset</c> says that entries are missing.
/// </summary>
internal sealed class EventDoor(
    FleetDesk desk, FleetNews news, BoardFrames frames, CancellationToken stopping)
{
    private const int StreamsMax = 64;

    private int _streams;

    public int Streams => Volatile.Read(ref _streams);

    public async Task ServeAsync(HttpContext context)
    {
        if (!TryFindStart(context.Request, out var since))
        {
            await Problems.BadQuery("since", context.Request.Query["since"].ToString(), "Use the number of an event.")
                .WriteAsync(context);
            return;
        }
        if (desk.Engine.View is null)
        {
            // Nobody has counted the journal yet: a stream could not tell the newest entry from the first.
            await Problems.NotReady.WriteAsync(context);
            return;
        }
        if (Interlocked.Increment(ref _streams) > StreamsMax)
        {
            Interlocked.Decrement(ref _streams);
            await Problems.TooManyStreams(StreamsMax).WriteAsync(context);
            return;
        }
        try
        {
            await StreamAsync(context, since);
        }
        finally
        {
            Interlocked.Decrement(ref _streams);
        }
    }

    private async Task StreamAsync(HttpContext context, long? since)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, stopping);
        context.Response.ContentType = "text/event-stream";
        context.Response.Headers.CacheControl = "no-store";
        context.Features.Get<IHttpResponseBodyFeature>()!.DisableBuffering();
        var stream = new EventStream(new EventWriter(context.Response.BodyWriter, desk.Time), desk, news, frames);
        try
        {
            await stream.RunAsync(since, end.Token);
        }
        catch (OperationCanceledException)
        {
            // The reader left, or was too slow: without this the server would wait to send it the rest.
            if (!stopping.IsCancellationRequested)
            {
                context.Abort();
            }
        }
    }

    /// <summary>A browser that reconnects says where it was; the first time, a page may say it itself.</summary>
    private static bool TryFindStart(HttpRequest request, out long? since)
    {
        since = null;
        string? text = request.Headers["Last-Event-ID"];
        text ??= request.Query["since"];
        if (string.IsNullOrEmpty(text))
        {
            return true;
        }
        var isNumber = long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number);
        since = number;
        return isNumber;
    }
}
