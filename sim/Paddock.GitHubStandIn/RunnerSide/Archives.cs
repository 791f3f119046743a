using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Paddock.GitHubStandIn.Http;
using Paddock.GitHubStandIn.World;

namespace Paddock.GitHubStandIn.RunnerSide;

/// <summary>The runner archives this GitHub offers, at the path where the real one has them.</summary>
internal static class Archives
{
    /// <summary>Hashes of files, by path and time of change: hashing 25 MB for every list would be slow.</summary>
    private static readonly Dictionary<(string Path, DateTime ChangedAt), string> Hashes = [];

    public static void Map(IEndpointRouteBuilder app) =>
        app.MapGet("/actions/runner/releases/download/{tag}/{file}", (RequestDelegate)ServeAsync);

    public static JsonArray List(GitHubWorld world) => new([.. world.Options.Archives.Select(archive => new JsonObject
    {
        ["os"] = archive.Os,
        ["architecture"] = archive.Architecture,
        ["download_url"] = $"{world.Site.Html}/actions/runner/releases/download/v{archive.Version}/{archive.FileName}",
        ["filename"] = archive.FileName,
        ["sha256_checksum"] = HashOf(archive.Path),
    })]);

    private static async Task ServeAsync(HttpContext context)
    {
        var note = RequestNote.Of(context);
        note.Route = "runner/archive";
        await note.DelayAsync(context.RequestAborted);
        var file = (string)context.Request.RouteValues["file"]!;
        var archive = note.World.Options.Archives.FirstOrDefault(archive =>
            archive.FileName == file && $"v{archive.Version}" == (string)context.Request.RouteValues["tag"]!);
        if (archive is null)
        {
            context.Response.StatusCode = 404;
            return;
        }
        context.Response.ContentType = "application/octet-stream";
        await using var content = File.OpenRead(archive.Path);
        context.Response.ContentLength = content.Length;
        await content.CopyToAsync(context.Response.Body, context.RequestAborted);
    }

    private static string HashOf(string path)
    {
        var key = (path, File.GetLastWriteTimeUtc(path));
        lock (Hashes)
        {
            if (!Hashes.TryGetValue(key, out var hash))
            {
                using var content = File.OpenRead(path);
                Hashes[key] = hash = Convert.ToHexStringLower(SHA256.HashData(content));
            }
            return hash;
        }
    }
}
