using System.Text;
using Microsoft.AspNetCore.Http;
using Paddock.App.Api;
using Paddock.App.Http.Admin;
using Paddock.App.Http.Description;
using Paddock.App.Http.Public;

namespace Paddock.App.Http;

/// <summary>Every path there is, in one list: mapped from it, described from it, suggested from it.</summary>
internal static class Routes
{
    public static IReadOnlyList<Route> All(Servants by)
    {
        List<Route> routes = [.. Outside(by), .. Pages(by), .. Reading(by), .. Asking(by), .. Elsewhere(by)];
        var description = new Answer(
            200, "application/json; charset=utf-8", Encoding.UTF8.GetBytes(ApiDescription.Write(routes)));
        routes.Add(Route.Get(Listeners.Admin, "/api/v1/openapi.json", _ => Task.FromResult(description)));
        return routes;
    }

    private static IEnumerable<Route> Outside(Servants by) =>
    [
        Route.Post(Listeners.Public, "/webhook", by.Webhooks.ReceiveAsync),
        Route.Post(Listeners.Public, "/webhook/{connection}", by.Webhooks.ReceiveAsync),
        Route.Get(Listeners.Public, "/webhook", WebhookDoor.ExplainAsync),
        Route.Get(Listeners.Public, "/webhook/{connection}", WebhookDoor.ExplainAsync),
        // Where webhooks of LXDRunner send to; nobody has to enter another address for each repository.
        Route.Post(Listeners.Public, "/hooks/lxdrunner", by.Webhooks.ReceiveAsync),
        Route.Get(Listeners.Public, "/hooks/lxdrunner", WebhookDoor.ExplainAsync),
        Route.Get(Listeners.Metrics | Listeners.Admin, "/metrics", _ => by.Metrics()),
        Route.Get(Listeners.All, "/livez", Probes.LiveAsync),
        Route.Get(Listeners.All, "/readyz", by.Probes.ReadyAsync),
    ];

    private static IEnumerable<Route> Pages(Servants by) =>
    [
        Page("/", "index.html"),
        Page("/dashboard.js", "dashboard.js"),
        Page("/dashboard.css", "dashboard.css"),
        Page("/favicon.svg", "favicon.svg"),
        new(Listeners.Admin, "GET", AdminGate.LoginPath, by.Login.LinkAsync),
        new(Listeners.Admin, "POST", AdminGate.LoginPath, by.Login.PostAsync),
    ];

    private static IEnumerable<Route> Reading(Servants by) =>
    [
        Route.Get(Listeners.Admin, "/api/v1/status", by.Questions.StatusAsync) with
        {
            Summary = "The fleet at a glance", Reply = ApiJson.Default.StatusReply, Problems = [503],
        },
        Route.Get(Listeners.Admin, "/api/v1/jobs", by.Questions.JobsAsync) with
        {
            Summary = "Jobs, those that wait first", Reply = ApiJson.Default.JobsReply, Problems = [400, 503],
            Query =
            [
                new("state", "Open jobs without it.", FleetQuestions.JobStates),
                new("limit", $"1 to {FleetQuestions.JobsMax}, {FleetQuestions.JobsUsual} without it."),
            ],
        },
        Route.Get(Listeners.Admin, "/api/v1/jobs/{id}", by.Questions.ExplainAsync) with
        {
            Summary = "One job: where it stands, whose turn it is, and its story",
            Reply = ApiJson.Default.ExplainReply, Problems = [404, 409, 503],
        },
        Route.Get(Listeners.Admin, "/api/v1/jobs/{host}/{id}", by.Questions.ExplainAsync) with
        {
            Summary = "The same, where two hosts have a job of one id",
            Reply = ApiJson.Default.ExplainReply, Problems = [404, 503],
        },
        Route.Get(Listeners.Admin, "/api/v1/runners", by.Questions.RunnersAsync) with
        {
            Summary = "Open runners with their machines", Reply = ApiJson.Default.RunnersReply, Problems = [503],
        },
        Route.Get(Listeners.Admin, "/api/v1/runners/check", by.RunnerAsks.CheckAsync) with
        {
            Summary = "What each pool should keep ready and what it has, by name",
            Reply = ApiJson.Default.RunnersCheckReply, Problems = [400, 404, 503],
            Query =
            [
                new("pool", "Only this one."),
                new("since", "The number of a journal entry: tells also what changed after it."),
            ],
        },
        Route.Get(Listeners.Admin, "/api/v1/runners/{name}/log", by.Logs.LogAsync) with
        {
            Summary = "The end of a runner's console", Reply = ApiJson.Default.LogReply, Problems = [404, 503],
        },
        Route.Get(Listeners.Admin, "/api/v1/plan", by.Questions.PlanAsync) with
        {
            Summary = "What the last pass decided, or would decide in a dry run",
            Reply = ApiJson.Default.PlanReply, Problems = [503],
        },
        new(Listeners.Admin, "GET", "/api/v1/events", by.Events.ServeAsync)
        {
            Summary = "Server-sent events: fact (StoryLine), board (BoardReply), reset (ResetReply)",
            Problems = [400, 503],
            Query = [new("since", "The last event one has; the header Last-Event-ID says the same.")],
        },
    ];

    private static IEnumerable<Route> Asking(Servants by) =>
    [
        Ask("/api/v1/pools/{name}/pause", "Start nothing new in a pool", by.Asks.PauseAsync),
        Ask("/api/v1/pools/{name}/resume", "Let a pool take jobs again", by.Asks.ResumeAsync),
        Ask("/api/v1/pools/{name}/drain", "Start nothing new, retire what idles", by.Asks.DrainAsync),
        Ask("/api/v1/jobs/{id}/retry", "Ask at once what refused this job, and serve it", by.Asks.RetryAsync),
        Ask("/api/v1/jobs/{host}/{id}/retry", "The same, where two hosts have a job of one id", by.Asks.RetryAsync),
        Ask("/api/v1/jobs/{id}/ignore", "Make no runner for this job", by.Asks.IgnoreAsync),
        Ask("/api/v1/jobs/{host}/{id}/ignore", "The same, where two hosts have a job of one id", by.Asks.IgnoreAsync),
        Ask("/api/v1/reload", "Read the configuration again: it is swapped whole, or refused", by.Asks.ReloadAsync) with
        {
            Problems = [400, 409, 413, 422, 503],
        },
        Route.Post(Listeners.Admin, "/api/v1/config/diff", by.Configuration.DiffAsync) with
        {
            Summary = "What a configuration would change against the one in force; nothing is changed",
            Body = ApiJson.Default.ConfigDiffRequest, Reply = ApiJson.Default.ConfigDiffReply, Problems = [400, 413],
        },
        Ask("/api/v1/runners/{name}/retire", "Let a runner go as soon as it is not busy", by.Asks.RetireAsync),
        OfRunners(
            "/api/v1/runners/reconcile", "List GitHub and the providers now, and plan on it",
            by.RunnerAsks.ReconcileAsync),
        OfRunners(
            "/api/v1/runners/flush", "Replace what idles or starts; what is busy goes after its job",
            by.RunnerAsks.FlushAsync),
    ];

    /// <summary>What scripts of other systems ask; no part of the API, and so not in its description.</summary>
    private static IEnumerable<Route> Elsewhere(Servants by) =>
    [
        Route.Get(Listeners.Admin, "/runner/check", by.Charm.CheckAsync),
        Route.Post(Listeners.Admin, "/runner/flush", by.Charm.FlushAsync),
    ];

    private static Route OfRunners(string pattern, string summary, Func<HttpContext, Task<Answer>> answer) =>
        Route.Post(Listeners.Admin, pattern, answer) with
        {
            Summary = summary, Body = ApiJson.Default.RunnersRequest, Reply = ApiJson.Default.RunnersAskedReply,
            Problems = [400, 404, 413, 503],
        };

    private static Route Ask(string pattern, string summary, Func<HttpContext, Task<Answer>> answer) =>
        Route.Post(Listeners.Admin, pattern, answer) with
        {
            Summary = summary, Body = ApiJson.Default.AskRequest, Reply = ApiJson.Default.AskReply,
            Problems = [400, 404, 409, 413, 503],
        };

    private static Route Page(string path, string file) =>
        Route.Get(Listeners.Admin, path, _ => Task.FromResult(Dashboard.Pages.Find(file)!));
}
