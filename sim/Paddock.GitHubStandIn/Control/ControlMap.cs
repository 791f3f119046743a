using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Paddock.GitHubStandIn.World;

namespace Paddock.GitHubStandIn.Control;

/// <summary>A control request cannot be carried out; answered with 422 and this message.</summary>
internal sealed class ControlException(string message) : Exception(message);

/// <summary>Maps control requests to plain functions on the world.</summary>
internal sealed class ControlMap(IEndpointRouteBuilder app, Func<GitHubWorld> world)
{
    public void Get<TOut>(string path, JsonTypeInfo<TOut> shape, Func<GitHubWorld, HttpRequest, TOut> work) =>
        app.MapGet(path, (RequestDelegate)(context => AnswerAsync(context, shape, () => Do(context, work))));

    public void Post<TIn, TOut>(
        string path, JsonTypeInfo<TIn> input, JsonTypeInfo<TOut> shape, Func<GitHubWorld, HttpRequest, TIn, TOut> work)
        where TIn : class =>
        app.MapPost(path, (RequestDelegate)(async context =>
        {
            if (await ReadAsync(context, input) is { } body)
            {
                await AnswerAsync(context, shape, () => Do(context, (state, request) => work(state, request, body)));
            }
        }));

    public void Post<TIn>(string path, JsonTypeInfo<TIn> input, Action<GitHubWorld, TIn> work)
        where TIn : class =>
        Post(path, input, ControlJson.Default.ControlError, (state, _, body) =>
        {
            work(state, body);
            return new ControlError("done");
        });

    public void Post<TOut>(string path, JsonTypeInfo<TOut> shape, Func<GitHubWorld, HttpRequest, TOut> work) =>
        app.MapPost(path, (RequestDelegate)(context => AnswerAsync(context, shape, () => Do(context, work))));

    public void Delete(string path, Action<GitHubWorld> work) => app.MapDelete(
        path, (RequestDelegate)(context => AnswerAsync(context, ControlJson.Default.ControlError, () => Do(context, (state, _) =>
        {
            work(state);
            return new ControlError("done");
        }))));

    /// <summary>A number in the path.</summary>
    public static long Number(HttpRequest request) =>
        long.TryParse((string?)request.RouteValues["id"], out var number) ? number : throw new ControlException("That is no number.");

    private TOut Do<TOut>(HttpContext context, Func<GitHubWorld, HttpRequest, TOut> work) =>
        world().Do((state, _) => work(state, context.Request));

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
            await WriteAsync(context, 400, ControlJson.Default.ControlError, new ControlError(fault.Message));
            return null;
        }
    }

    private static async Task AnswerAsync<TOut>(HttpContext context, JsonTypeInfo<TOut> shape, Func<TOut> work)
    {
        TOut answer;
        try
        {
            answer = work();
        }
        catch (ControlException fault)
        {
            await WriteAsync(context, 422, ControlJson.Default.ControlError, new ControlError(fault.Message));
            return;
        }
        await WriteAsync(context, 200, shape, answer);
    }

    private static async Task WriteAsync<TOut>(HttpContext context, int status, JsonTypeInfo<TOut> shape, TOut answer)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json; charset=utf-8";
        await JsonSerializer.SerializeAsync(context.Response.Body, answer, shape, context.RequestAborted);
    }
}
