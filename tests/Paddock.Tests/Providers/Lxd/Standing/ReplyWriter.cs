using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;

namespace Paddock.Tests.Providers.Lxd.Standing;

/// <summary>Replies as bytes: the three envelopes, and files.</summary>
internal static class ReplyWriter
{
    /// <param name="isCut">Half of it is sent, and then the connection breaks.</param>
    public static async Task WriteAsync(HttpContext context, Reply reply, bool isCut)
    {
        var response = context.Response;
        response.ContentType = "application/json";
        var content = Encode(response, reply);
        response.ContentLength = content.Length;
        if (isCut)
        {
            // To return with less than was promised is to close; an abort could throw away what was sent.
            await response.Body.WriteAsync(content.AsMemory(0, content.Length / 2));
            await response.Body.FlushAsync();
            return;
        }
        await response.Body.WriteAsync(content);
    }

    /// <summary>
    /// Breaks the connection within the status line. A client that had got nothing at all would ask again by itself
    /// where the request has no body, and nobody would notice the break.
    /// </summary>
    public static async Task BreakAsync(HttpContext context)
    {
        if (context.Request.Protocol == HttpProtocol.Http11
            && context.Features.Get<IConnectionTransportFeature>() is { Transport.Output: { } wire })
        {
            await wire.WriteAsync("HTTP/1.1 "u8.ToArray());
            await wire.CompleteAsync();
            return;
        }
        context.Abort();
    }

    private static byte[] Encode(HttpResponse response, Reply reply)
    {
        switch (reply)
        {
            case Reply.Sync sync:
                if (sync.ETag is { } tag)
                {
                    response.Headers.ETag = $"\"{tag}\"";
                }
                return Bytes(Success(sync.Metadata));
            case Reply.Made made:
                (response.StatusCode, response.Headers.Location) = (201, made.Location);
                return Bytes(Success(metadata: null));
            case Reply.Begun begun:
                (response.StatusCode, response.Headers.Location) = (202, begun.Operation.Url);
                return Bytes(Async(begun.Operation));
            case Reply.Refused refused:
                response.StatusCode = refused.Status;
                return Bytes(Error(refused));
            case Reply.Bytes bytes:
                foreach (var (name, value) in bytes.Headers)
                {
                    response.Headers[name] = value;
                }
                return bytes.Content;
            default:
                throw new NotSupportedException($"{reply} is not written but served.");
        }
    }

    private static JsonObject Success(JsonNode? metadata) => new()
    {
        ["type"] = "sync", ["status"] = "Success", ["status_code"] = 200, ["operation"] = "", ["error_code"] = 0,
        ["error"] = "", ["metadata"] = metadata,
    };

    private static JsonObject Async(Operation operation) => new()
    {
        ["type"] = "async", ["status"] = "Operation created", ["status_code"] = 100,
        ["operation"] = operation.Url, ["error_code"] = 0, ["error"] = "", ["metadata"] = operation.ToJson(),
    };

    /// <summary>In a wait the status is 200 all the same, and only the body tells of the failure.</summary>
    private static JsonObject Error(Reply.Refused refused) => new()
    {
        ["type"] = "error", ["status"] = "", ["status_code"] = 0, ["operation"] = "",
        ["error_code"] = refused.Status == 200 ? 500 : refused.Status, ["error"] = refused.Text, ["metadata"] = null,
    };

    private static byte[] Bytes(JsonObject json) => Encoding.UTF8.GetBytes(json.ToJsonString());
}
