using System.Text;
using Microsoft.AspNetCore.Http;
using Paddock.App.Dashboard;

namespace Paddock.App.Http.Admin;

/// <summary>Gives a browser its cookie for the token, by a link (<c>/login?token=…</c>) or a form.</summary>
internal sealed class Login(AdminGate? gate)
{
    public Task LinkAsync(HttpContext context) =>
        gate is null || context.Request.Query.ContainsKey("token")
            ? AnswerAsync(context, context.Request.Query["token"].ToString())
            : FormAsync(context, StatusCodes.Status200OK);

    public async Task PostAsync(HttpContext context)
    {
        context.KeepBodySmall();
        if (!context.Request.HasFormContentType)
        {
            await Problems.BadBody("A form was expected.").WriteAsync(context);
            return;
        }
        var form = await context.Request.ReadFormAsync(context.RequestAborted);
        await AnswerAsync(context, form["token"].ToString());
    }

    private Task AnswerAsync(HttpContext context, string token)
    {
        if (gate is not null && !gate.IsToken(token))
        {
            return FormAsync(context, StatusCodes.Status401Unauthorized);
        }
        gate?.OpenSession(context.Response);
        context.Response.StatusCode = StatusCodes.Status303SeeOther;

        // The token is in this page's address: it must not go on to the next one as its referrer.
        context.Response.Headers.Location = "/";
        return Task.CompletedTask;
    }

    private static Task FormAsync(HttpContext context, int status)
    {
        var page = Pages.Find("login.html")!;
        var text = Encoding.UTF8.GetString(page.Body.Span).Replace(
            "{{problem}}", status == StatusCodes.Status200OK ? "" : "That is not the admin token.",
            StringComparison.Ordinal);
        return (page with { Status = status, Body = Encoding.UTF8.GetBytes(text) }).WriteAsync(context);
    }
}
