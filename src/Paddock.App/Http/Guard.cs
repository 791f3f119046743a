using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Paddock.App.Metrics;
using Paddock.Core.Policy;
using Paddock.Ports.Store;

namespace Paddock.App.Http;

/// <summary>
/// Around everything else: what every reply wears, and what becomes of a request that found nothing or failed.
/// </summary>
internal sealed partial class Guard(IReadOnlyList<Route> routes, WebMeter meter, ILogger logger)
{
    public async Task ServeAsync(HttpContext context, RequestDelegate next)
    {
        Dress(context.Response.Headers);
        try
        {
            await next(context);
            if (!context.Response.HasStarted && WhatIsMissing(context) is { } problem)
            {
                await problem.WriteAsync(context);
            }
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // Nobody waits for the answer.
        }
        catch (Exception error)
        {
            await FailAsync(context, error);
        }
        meter.Answered(ListenerFeature.Of(context), context.Response.StatusCode);
    }

    /// <summary>Nothing here is to be framed, sniffed, cached or run beside its own files.</summary>
    private static void Dress(IHeaderDictionary headers)
    {
        headers.ContentSecurityPolicy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
            + "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
    }

    private Answer? WhatIsMissing(HttpContext context)
    {
        var listener = ListenerFeature.Of(context);
        var path = context.Request.Path.Value ?? "/";
        return (context.Response.StatusCode, listener) switch
        {
            (404, Listeners.Public) => Answer.Text("not found", 404),
            (404, _) => Problems.NoSuchPath(path, Nearest.To(
                path, routes.Where(route => route.On.HasFlag(listener)).Select(route => route.Pattern))),
            (405, _) => Problems.WrongMethod(
                context.Request.Method, path, context.Response.Headers.Allow.ToString()),
            _ => null,
        };
    }

    private async Task FailAsync(HttpContext context, Exception error)
    {
        if (context.Response.HasStarted)
        {
            // Half a reply must not look like a whole one.
            var path = context.Request.Path;
            LogBroken(path, error.Message);
            context.Abort();
            return;
        }
        context.Response.Clear();
        Dress(context.Response.Headers);
        await Explain(context, error).WriteAsync(context);
    }

    private Answer Explain(HttpContext context, Exception error)
    {
        switch (error)
        {
            case StoreFaultException fault:
                return Problems.Store(fault);
            case BadHttpRequestException bad:
                return Problems.BadRequest(bad.StatusCode, bad.Message);
            default:
                var request = context.Request;
                LogDefect(error, request.Method, request.Path);
                return ListenerFeature.Of(context) == Listeners.Public ? Answer.Text("failed", 500) : Problems.Defect;
        }
    }

    [LoggerMessage(EventId = 5001, EventName = "web-defect", Level = LogLevel.Error,
        Message = "{Method} {Path} failed: this is a defect")]
    private partial void LogDefect(Exception error, string method, PathString path);

    [LoggerMessage(EventId = 5002, EventName = "web-broken-off", Level = LogLevel.Information,
        Message = "The reply to {Path} was broken off: {Why}")]
    private partial void LogBroken(PathString path, string why);
}
