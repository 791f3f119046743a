using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;
using Paddock.GitHubModel;
using Paddock.GitHubStandIn.World;

namespace Paddock.GitHubStandIn.Http;

/// <summary>One REST request that was let in: what it asks, and the world it asks.</summary>
internal sealed class RestCall(GitHubWorld world, DateTimeOffset now, HttpRequest request, ReadOnlyMemory<byte> body)
{
    public GitHubWorld World => world;

    public GitHubModel.GitHubModel Model => world.Model;

    public DateTimeOffset Now => now;

    public HttpRequest Request => request;

    public Caller Caller => RequestNote.Of(request.HttpContext).Who;

    /// <summary>The repository in the path; the gate has looked it up.</summary>
    public ModelRepository Repository { get; set; } = null!;

    /// <summary>The REST API's address as this caller wrote it, so that links lead back the same way.</summary>
    public Site Site => world.Site with { Api = $"{request.Scheme}://{request.Host}{request.PathBase}" };

    /// <summary>
    /// <c>repos/acme/app</c>, <c>orgs/acme</c>, <c>enterprises/acme</c>, or an App's own things.
    /// </summary>
    public string Scope => TryRoute("repo") is not null ? $"repos/{Repository.FullName}"
        : TryRoute("org") is { } org ? $"orgs/{org}"
        : TryRoute("enterprise") is { } enterprise ? $"enterprises/{enterprise}"
        : ModelHook.AppScope;

    public string Route(string name) => TryRoute(name)!;

    public string? TryRoute(string name) =>
        request.RouteValues.TryGetValue(name, out var value) ? (string?)value : null;

    /// <summary>A number in the path; -1, which nothing has, when it is none.</summary>
    public long RouteNumber(string name) => long.TryParse(TryRoute(name), out var number) ? number : -1;

    public string? Query(string name) =>
        request.Query.TryGetValue(name, out var value) && value.Count > 0 ? value[0] : null;

    /// <exception cref="BadRequestException">The body is not JSON, or has another shape.</exception>
    public T Read<T>(JsonTypeInfo<T> type)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize(body.Span, type)
                ?? throw new BadRequestException("Body should be a JSON object");
        }
        catch (JsonException)
        {
            throw new BadRequestException("Problems parsing JSON");
        }
    }
}

/// <summary>The request's body cannot be read; answered with 400 and this message.</summary>
internal sealed class BadRequestException(string message) : Exception(message);
