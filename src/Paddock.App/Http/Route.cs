using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using System.Text.Json.Serialization.Metadata;

namespace Paddock.App.Http;

/// <summary>One path of the web side: where it is served, and what serves it.</summary>
internal sealed record Route(Listeners On, string Method, string Pattern, RequestDelegate Serve)
{
    /// <summary>One line for the description of the API; null for what is no part of it.</summary>
    public string? Summary { get; init; }

    /// <summary>What a successful reply holds.</summary>
    public JsonTypeInfo? Reply { get; init; }

    /// <summary>What a request may hold.</summary>
    public JsonTypeInfo? Body { get; init; }

    public IReadOnlyList<RouteQuery> Query { get; init; } = [];

    /// <summary>The statuses of problems it answers with, besides 503 for a store that fails.</summary>
    public IReadOnlyList<int> Problems { get; init; } = [];

    public static Route Get(Listeners on, string pattern, Func<HttpContext, Task<Answer>> answer) =>
        new(on, "GET", pattern, Deliver(answer));

    public static Route Post(Listeners on, string pattern, Func<HttpContext, Task<Answer>> answer) =>
        new(on, "POST", pattern, Deliver(answer));

    public void Map(IEndpointRouteBuilder endpoints)
    {
        // A probe may ask without wanting the text; the server drops the body then.
        string[] methods = Method == "GET" ? ["GET", "HEAD"] : [Method];
        endpoints.MapMethods(Pattern, methods, Serve).WithMetadata(this);
    }

    private static RequestDelegate Deliver(Func<HttpContext, Task<Answer>> answer) =>
        async context => await (await answer(context)).WriteAsync(context);
}
