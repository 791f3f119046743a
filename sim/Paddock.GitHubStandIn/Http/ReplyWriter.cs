using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Paddock.GitHubStandIn.Http;

/// <summary>Puts a reply on the wire, or a 304 in its place.</summary>
internal static class ReplyWriter
{
    /// <summary>The body as it will be sent, and its tag.</summary>
    public static (byte[] Bytes, string Tag) Render(Reply reply)
    {
        var bytes = Encoding.UTF8.GetBytes(reply.Body!.ToJsonString());
        return (bytes, $"W/\"{Convert.ToHexStringLower(SHA256.HashData(bytes))}\"");
    }

    public static async Task WriteAsync(HttpContext context, Reply reply)
    {
        var response = context.Response;
        response.StatusCode = reply.Status;
        foreach (var (name, value) in reply.Headers)
        {
            response.Headers[name] = value;
        }
        if (reply.Body is null)
        {
            return;
        }
        var (bytes, tag) = Render(reply);
        if (reply.Status == 200)
        {
            response.Headers.ETag = tag;
        }
        response.ContentType = "application/json; charset=utf-8";
        response.ContentLength = bytes.Length;
        await response.Body.WriteAsync(bytes, context.RequestAborted);
    }
}
