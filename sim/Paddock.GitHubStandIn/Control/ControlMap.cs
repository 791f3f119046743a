using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Paddock.GitHubStandIn.World;

namespace Paddock.GitHubStandIn.Control;

/// <summary>A control request cannot be carried out; answered with 422 and this message.</summary>
internal sealed class ControlException(string message) : Exception(message);

/// <summary>
/// Maps control requests to plain functions on the world. What stands for <c>{id}</c> in a path is their second
/// argument, and 0 where there is none.
/// </summary>
internal sealed class ControlMap(IEndpointRouteBuilder app, Func<GitHubWorld> world)
{
    private static readonly ControlDone Done = new("done");

    public void Get<TOut>(string path, JsonTypeInfo<TOut> shape, Func<GitHubWorld, long, TOut> work) =>
        app.MapGet(path, (RequestDelegate)(context => AnswerAsync(context, shape, work)));

    public void Post<TOut>(string path, JsonTypeInfo<TOut> shape, Func<GitHubWorld, long, TOut> work) =>
        app.MapPost(path, (RequestDelegate)(context => AnswerAsync(context, shape, work)));

    public void Post<TIn, TOut>(
        string path, JsonTypeInfo<TIn> input, JsonTypeInfo<TOut> shape, Func<GitHubWorld, long, TIn, TOut> work)
        where TIn : class =>
        app.MapPost(path, (RequestDelegate)(async context =>
        {
            if (await ReadAsync(context, input) is { } body)
            {
                await AnswerAsync(context, shape, (state, id) => work(state, id, body));
            }
        }));

    /// <summary>Something to be done about which there is nothing to say.</summary>
    public void Post<TIn>(string path, JsonTypeInfo<TIn> input, Action<GitHubWorld, TIn> work)
        where TIn : class =>
        Post(path, input, ControlJson.Default.ControlDone, (state, _, body) =>
        {
            work(state, body);
            return Done;
        });

    public void Post(string path, Action<GitHubWorld, long> work) =>
        app.MapPost(path, (RequestDelegate)(context => AnswerAsync(context, work)));

    public void Delete(string path, Action<GitHubWorld> work) =>
        app.MapDelete(path, (RequestDelegate)(context => AnswerAsync(context, (state, _) => work(state))));

    private Task AnswerAsync(HttpContext context, Action<GitHubWorld, long> work) =>
        AnswerAsync(context, ControlJson.Default.ControlDone, (state, id) =>
        {
            work(state, id);
            return Done;
        });

    private async Task AnswerAsync<TOut>(
        HttpContext context, JsonTypeInfo<TOut> shape, Func<GitHubWorld, long, TOut> work)
    {
        _ = long.TryParse((string?)context.Request.RouteValues["id"], out var id);
        TOut answer;
        try
        {
            answer = world().Do((state, _) => work(state, id));
        }
        catch (ControlException fault)
        {
            await WriteAsync(context, 422, ControlJson.Default.ControlDone, new ControlDone(fault.Message));
            return;
        }
        await WriteAsync(context, 200, shape, answer);
    }

    private static async Task<TIn?> ReadAsync<TIn>(HttpContext context, JsonTypeInfo<TIn> input)
        where TIn : class
    {
        try
        {
            return await JsonSerializer.DeserializeAsync(context.Request.Body, input, context.RequestAborted)
                ?? throw new JsonException("The body is null.");
        }
        catch (JsonException fault)
        {
            await WriteAsync(context, 400, ControlJson.Default.ControlDone, new ControlDone(fault.Message));
            return null;
        }
    }

    private static async Task WriteAsync<TOut>(
        HttpContext context, int status, JsonTypeInfo<TOut> shape, TOut answer)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json; charset=utf-8";
        await JsonSerializer.SerializeAsync(context.Response.Body, answer, shape, context.RequestAborted);
    }
}
