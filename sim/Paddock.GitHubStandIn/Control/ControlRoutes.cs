using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Paddock.GitHubModel;
using Paddock.GitHubStandIn.Webhooks;
using Paddock.GitHubStandIn.World;

namespace Paddock.GitHubStandIn.Control;

/// <summary>
/// The control API, everything below <c>/_standin/</c>: makes things happen that at GitHub people do, and shows what
/// went on. No token is asked for.
/// </summary>
internal static class ControlRoutes
{
    private static readonly ControlJson Json = ControlJson.Default;

    public static void MapControl(this IEndpointRouteBuilder app, Func<GitHubWorld> world, Func<Task> reset)
    {
        var control = new ControlMap(app, world);
        control.Get("/_standin/state", Json.StandInState, (state, _) => StateShape.Of(state));
        MapThings(control);
        MapRuns(control);
        MapFaults(control);
        app.MapPost("/_standin/reset", (RequestDelegate)(context =>
        {
            context.Response.StatusCode = 204;
            return reset();
        }));
    }

    private static void MapThings(ControlMap control)
    {
        control.Post("/_standin/organizations", Json.NewOrganization, (world, body) => world.Model.AddOrganization(body.Name));
        control.Post("/_standin/repositories", Json.NewRepository, Json.RepositoryState, (world, _, body) =>
        {
            var made = world.Model.Repository(body.Owner, body.Name)
                ?? world.Model.AddRepository(body.Owner, body.Name, body.IsPrivate, body.OwnerIsOrganization);
            return new RepositoryState(made.Id, made.FullName);
        });
        control.Post("/_standin/repositories/{id}/rename", Json.RenamedRepository, Json.RepositoryState, (world, request, body) =>
        {
            var before = Find(world.Model.Repository(ControlMap.Number(request)));
            world.Model.RenameRepository(before.Id, body.Owner, body.Name);
            world.Hooks.Rename($"repos/{before.FullName}", $"repos/{body.Owner}/{body.Name}");
            return new RepositoryState(before.Id, $"{body.Owner}/{body.Name}");
        });
        control.Post("/_standin/groups", Json.NewGroup, Json.GroupState, (world, _, body) =>
        {
            var id = world.Model.Groups(body.Scope).Max(group => group.Id) + 1;
            world.Model.AddGroup(body.Scope, new ModelGroup(
                id, body.Name, IsDefault: false, body.AllowsPublicRepositories, body.SelectedRepositories));
            return new GroupState(id, body.Name);
        });
        control.Post("/_standin/tokens", Json.StandInToken, (world, body) => world.Tokens.Add(body));
    }

    private static void MapRuns(ControlMap control)
    {
        control.Post("/_standin/runs", Json.NewRun, Json.RunState, (world, _, body) => RunOrders.Queue(world, body));
        control.Post("/_standin/runs/{id}/cancel", Json.RunState, (world, request) => RunOrders.Cancel(world, ControlMap.Number(request)));
        control.Post("/_standin/runs/{id}/rerun", Json.RerunOrder, Json.RunState, (world, request, body) =>
            RunOrders.Rerun(world, ControlMap.Number(request), body.FailedOnly));
        control.Get("/_standin/jobs/{id}", Json.JobState, (world, request) =>
            StateShape.Of(world, Find(world.Model.Job(ControlMap.Number(request)))));
        control.Get("/_standin/jobs/{id}/log", Json.JobLog, (world, request) =>
            StateShape.LogOf(world, Find(world.Model.Job(ControlMap.Number(request)))));
        control.Post("/_standin/jobs/{id}/approve", Json.JobState, (world, request) =>
            RunOrders.Change(world, ControlMap.Number(request), world.Model.Approve, "The job is not held."));
        control.Post("/_standin/jobs/{id}/start-hosted", Json.JobState, (world, request) =>
            RunOrders.Change(world, ControlMap.Number(request), world.Model.StartHosted, "The job is not waiting."));
        control.Post("/_standin/jobs/{id}/complete", Json.Outcome, Json.JobState, (world, request, body) => RunOrders.Change(
            world, ControlMap.Number(request), (id, now) => world.Model.Complete(id, body.Conclusion, [], now), "The job does not run."));
    }

    private static void MapFaults(ControlMap control)
    {
        control.Post("/_standin/faults/routes", Json.RouteFault, (world, body) => world.RouteFaults.Add(body));
        control.Post("/_standin/faults/runners", Json.RunnerFault, (world, body) => world.RunnerFaults.Add(body));
        control.Post("/_standin/faults/webhooks", Json.WebhookFault, (world, body) => world.WebhookFaults.Add(body));
        control.Post("/_standin/faults/webhook-rates", Json.WebhookFaultRates, (world, body) => world.WebhookFaults.Rates = body);
        control.Delete("/_standin/faults", world =>
        {
            world.RouteFaults.Clear();
            world.RunnerFaults.Clear();
            world.WebhookFaults.Clear();
        });
        control.Post("/_standin/limits", Json.NewLimits, Limit);
        control.Post("/_standin/webhooks/send", Json.RawDelivery, (world, body) =>
        {
            EventMail.PostRaw(world, body.Event, body.Payload, world.Now);
        });
        control.Post("/_standin/runners/{id}/drop", Json.ControlError, (world, request) =>
            world.Model.DropIdle(ControlMap.Number(request), world.Now)
                ? new ControlError("done")
                : throw new ControlException("The runner is not idle."));
    }

    private static void Limit(GitHubWorld world, NewLimits body)
    {
        var rules = world.Options.Rates;
        world.Rates.SetRules(body.Login, rules with
        {
            RequestsPerHourMax = body.RequestsPerHourMax ?? rules.RequestsPerHourMax,
            PointsPerMinuteMax = body.PointsPerMinuteMax ?? rules.PointsPerMinuteMax,
        }, world.Now);
        if (body.Remaining is { } remaining)
        {
            world.Rates.Leave(body.Login, remaining, world.Now + TimeSpan.FromSeconds(body.ResetInSeconds), world.Now);
        }
    }

    private static T Find<T>(T? thing)
        where T : class => thing ?? throw new ControlException("There is no such thing.");
}
