using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Paddock.Tests.Providers.Lxd.Standing;

/// <summary>One listener's connection: what is told goes out, with a ping at once and every ten seconds.</summary>
internal sealed class EventSocket(Subscription listener, TimeProvider time)
{
    private static readonly TimeSpan PingEvery = TimeSpan.FromSeconds(10);

    /// <summary>Of the websocket's handshake (RFC 6455).</summary>
    private const string HandshakeGuid = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

    /// <summary>Returns when either side has gone.</summary>
    public async Task ServeAsync(HttpContext context)
    {
        if (context.Features.Get<IHttpUpgradeFeature>() is not { IsUpgradableRequest: true } upgrade)
        {
            context.Response.StatusCode = 400;
            return;
        }
        context.Response.Headers.Connection = "Upgrade";
        context.Response.Headers.Upgrade = "websocket";
        context.Response.Headers.SecWebSocketAccept = Accept(context.Request.Headers.SecWebSocketKey.ToString());
        await using var stream = await upgrade.UpgradeAsync();
        using var end = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted);
        await Task.WhenAny(WriteAsync(stream, end.Token), ReadAsync(stream, end.Token), PingAsync(end.Token));
        await end.CancelAsync();
        // No farewell: a daemon that dies says none either.
        context.Abort();
    }

    private async Task WriteAsync(Stream stream, CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var frame in listener.Frames.Reader.ReadAllAsync(cancellationToken))
            {
                var kind = frame.Text is null ? Frames.Ping : Frames.Text;
                await Frames.WriteAsync(stream, kind, frame.Text ?? "keepalive", cancellationToken);
            }
        }
        catch (Exception error) when (error is IOException or OperationCanceledException)
        {
            // The client has gone: so has the need to tell it anything.
        }
    }

    private static async Task ReadAsync(Stream stream, CancellationToken cancellationToken)
    {
        try
        {
            while (await Frames.ReadAsync(stream, cancellationToken) is not Frames.Close)
            {
            }
        }
        catch (Exception error) when (error is IOException or OperationCanceledException)
        {
            // As above.
        }
    }

    private async Task PingAsync(CancellationToken cancellationToken)
    {
        try
        {
            while (listener.Frames.Writer.TryWrite(new EventFrame(Text: null)))
            {
                await Task.Delay(PingEvery, time, cancellationToken);
            }
        }
        catch (OperationCanceledException)
        {
            // The connection is over.
        }
    }

    [SuppressMessage("Security", "CA5350", Justification = "The handshake's own hash; it protects nothing.")]
    private static string Accept(string key) =>
        Convert.ToBase64String(SHA1.HashData(Encoding.ASCII.GetBytes(key + HandshakeGuid)));
}
