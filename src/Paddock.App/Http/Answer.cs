using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;
using Paddock.App.Api;

namespace Paddock.App.Http;

/// <summary>What is sent back, whole: a reply of the API, a problem, a line of text.</summary>
internal sealed record Answer(int Status, string ContentType, ReadOnlyMemory<byte> Body)
{
    public static Answer Json<T>(T value, JsonTypeInfo<T> type, int status = StatusCodes.Status200OK) =>
        new(status, "application/json; charset=utf-8", JsonSerializer.SerializeToUtf8Bytes(value, type));

    public static Answer Text(string line, int status = StatusCodes.Status200OK) =>
        new(status, "text/plain; charset=utf-8", Encoding.UTF8.GetBytes($"{line}\n"));

    public static Answer Of(ProblemReply problem) => new(
        problem.Status, "application/problem+json",
        JsonSerializer.SerializeToUtf8Bytes(problem, ApiJson.Default.ProblemReply));

    /// <summary>Done, and nothing to say about it.</summary>
    public static Answer NoContent { get; } = new(StatusCodes.Status204NoContent, "", ReadOnlyMemory<byte>.Empty);

    public async Task WriteAsync(HttpContext context)
    {
        var response = context.Response;
        response.StatusCode = Status;
        if (Status == StatusCodes.Status204NoContent)
        {
            return;
        }
        response.ContentType = ContentType;
        response.ContentLength = Body.Length;
        response.Headers.CacheControl = "no-store";
        await response.Body.WriteAsync(Body, context.RequestAborted);
    }
}
