using Microsoft.AspNetCore.Http;
using Paddock.GitHubStandIn.Faults;
using Paddock.GitHubStandIn.World;

namespace Paddock.GitHubStandIn.Http;

/// <summary>What is learned about one request on its way in, for the books.</summary>
internal sealed class RequestNote(GitHubWorld world)
{
    /// <summary>The world that took the request; a reset in between does not move it.</summary>
    public GitHubWorld World => world;

    /// <summary>The operation's id, or <c>runner/…</c>; <c>unknown</c> when nothing serves the path.</summary>
    public string Route { get; set; } = "unknown";

    /// <summary>Who asks the REST API.</summary>
    public Caller Who { get; set; } = Http.Caller.Anonymous;

    /// <summary>The login behind the token, or the runner's name.</summary>
    public string Caller { get; set; } = GitHubWorld.AnonymousLogin;

    /// <summary>The fault this request drew.</summary>
    public RouteFault? Fault { get; set; }

    public static RequestNote Of(HttpContext context) => context.Features.Get<RequestNote>()!;

    /// <summary>Answers late, when that is the fault.</summary>
    public Task DelayAsync(CancellationToken cancellationToken) => Fault is { DelayMs: > 0 } fault
        ? Task.Delay(TimeSpan.FromMilliseconds(fault.DelayMs), world.Options.Time, cancellationToken)
        : Task.CompletedTask;
}
