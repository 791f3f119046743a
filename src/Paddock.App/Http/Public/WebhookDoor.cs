using Microsoft.AspNetCore.Http;
using Paddock.App.Metrics;
using Paddock.GitHub.Webhooks;

namespace Paddock.App.Http.Public;

/// <summary>Hands deliveries to the receiver as they come, body unread: it verifies while it reads.</summary>
internal sealed class WebhookDoor(WebhookReceiver receiver, WebMeter meter, TimeProvider time)
{
    private const string BareConnection = "default";

    public async Task<Answer> ReceiveAsync(HttpContext context)
    {
        var began = time.GetTimestamp();
        var request = context.Request;
        var reply = await receiver.ReceiveAsync(
            new WebhookRequest(
                context.Request.RouteValues["connection"] as string ?? BareConnection,
                name => request.Headers.TryGetValue(name, out var values) ? values.ToString() : null,
                request.ContentType, request.ContentLength, request.BodyReader),
            context.RequestAborted);
        meter.Delivered(reply, time.GetElapsedTime(began));
        return Answer.Text(reply.Text, reply.Status);
    }

    /// <summary>Somebody looks whether the address works. It does; GitHub's part is to post.</summary>
    public static Task<Answer> ExplainAsync(HttpContext context)
    {
        context.Response.Headers.Allow = "POST";
        return Task.FromResult(Answer.Text("GitHub posts deliveries here", StatusCodes.Status405MethodNotAllowed));
    }
}
