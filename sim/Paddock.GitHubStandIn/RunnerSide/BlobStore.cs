using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Paddock.GitHubStandIn.Http;

namespace Paddock.GitHubStandIn.RunnerSide;

/// <summary>
/// Where workers put their logs: as much of Azure's blob storage as the runner uses (Azure docs, "Put Blob", "Append
/// Block", "Append Blob Seal"). A small log is one block blob; a large one is an append blob: begun empty, then written
/// piece by piece, at last sealed.
/// </summary>
internal static class BlobStore
{
    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapPut("/_runner/blobs/{name}", (RequestDelegate)PutAsync);
        app.MapGet("/_runner/blobs/{name}", (RequestDelegate)GetAsync);
    }

    private static async Task PutAsync(HttpContext context)
    {
        var note = RequestNote.Of(context);
        note.Route = "runner/blob";
        using var memory = new MemoryStream();
        await context.Request.Body.CopyToAsync(memory, context.RequestAborted);
        var (status, error) = note.World.Do((world, _) => Put(context.Request, world.Blobs, memory.ToArray()));
        if (error is not null)
        {
            context.Response.Headers["x-ms-error-code"] = error;
        }
        await Protocol.WriteAsync(context, status);
    }

    private static (int Status, string? Error) Put(HttpRequest request, Blobs blobs, byte[] content)
    {
        var name = (string)request.RouteValues["name"]!;
        if (!blobs.IsSigned(name, request.Query["sig"]))
        {
            return (403, "AuthenticationFailed");
        }
        var isBegun = blobs.IsBegun(name);
        switch (request.Query["comp"].ToString())
        {
            case "" when isBegun && request.Headers.IfNoneMatch == "*":
                return (409, "BlobAlreadyExists");
            case "":
                blobs.Write(name, content);
                return (201, null);
            case "appendblock":
                return blobs.Append(name, content) ? (201, null) : (404, "BlobNotFound");
            case "seal":
                return isBegun ? (200, null) : (404, "BlobNotFound");
            default:
                // Taken for one of the others, it would replace what has been written.
                return (400, "InvalidQueryParameterValue");
        }
    }

    private static async Task GetAsync(HttpContext context)
    {
        var note = RequestNote.Of(context);
        note.Route = "runner/blob";
        var name = (string)context.Request.RouteValues["name"]!;
        var content = note.World.Do((world, _) =>
            world.Blobs.IsSigned(name, context.Request.Query["sig"]) ? world.Blobs.Read(name) : null);
        if (content is null)
        {
            context.Response.StatusCode = 404;
            return;
        }
        context.Response.ContentType = "text/plain; charset=utf-8";
        context.Response.ContentLength = content.Length;
        await context.Response.Body.WriteAsync(content, context.RequestAborted);
    }
}
