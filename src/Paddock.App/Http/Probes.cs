using Microsoft.AspNetCore.Http;
using Paddock.App.Api;

namespace Paddock.App.Http;

/// <summary><c>/livez</c> and <c>/readyz</c>, for whoever restarts or routes.</summary>
internal sealed class Probes(Readiness readiness)
{
    /// <summary>The process answers. A loop that ends takes the process with it, so there is no more to ask.</summary>
    public static Task<Answer> LiveAsync(HttpContext context) => Task.FromResult(Answer.Text("alive"));

    /// <summary>
    /// What the checks say names providers, scopes and paths: it is told where only operators and their machines ask.
    /// </summary>
    public async Task<Answer> ReadyAsync(HttpContext context)
    {
        var ready = await readiness.CheckAsync(context.RequestAborted);
        var status = ready.Ready ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable;
        var isVerbose = context.Request.Query.ContainsKey("verbose")
            && ListenerFeature.Of(context) != Listeners.Public;
        return isVerbose
            ? Answer.Json(ready, ApiJson.Default.ReadyReply, status)
            : Answer.Text(ready.Ready ? "ready" : "not ready", status);
    }
}
