using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
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
        MapApps(control);
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
        control.Post("/_standin/organizations", Json.NewOrganization, ThingOrders.AddOrganization);
        control.Post("/_standin/repositories", Json.NewRepository, Json.RepositoryState, ThingOrders.AddRepository);
        control.Post(
            "/_standin/repositories/{id}/rename", Json.RenamedRepository, Json.RepositoryState, ThingOrders.Rename);
        control.Post("/_standin/repositories/{id}/archive", ThingOrders.Archive);
        control.Post("/_standin/repositories/{id}/delete", ThingOrders.Delete);
        control.Post("/_standin/groups", Json.NewGroup, Json.GroupState, ThingOrders.AddGroup);
        control.Post("/_standin/tokens", Json.StandInToken, (world, token) => world.Tokens.Add(token));
        control.Post("/_standin/tokens/revoke", Json.RevokedToken, (world, order) =>
            world.Tokens.RemoveAll(token => token.Value == order.Value));
        control.Post("/_standin/runners/{id}/drop", ThingOrders.DropRunner);
    }

    private static void MapApps(ControlMap control)
    {
        control.Post("/_standin/apps", Json.NewApp, AppOrders.Add);
        control.Post("/_standin/apps/change", Json.ChangedApp, AppOrders.Change);
        control.Post("/_standin/installations", Json.NewInstallation, Json.InstallationState, AppOrders.Install);
        control.Post("/_standin/installations/{id}/uninstall", AppOrders.Uninstall);
        control.Post("/_standin/installations/{id}/suspend", AppOrders.Suspend);
        control.Post("/_standin/installations/{id}/unsuspend", AppOrders.Unsuspend);
        control.Post("/_standin/installations/{id}/revoke", AppOrders.Revoke);
        control.Post(
            "/_standin/installations/{id}/permissions", Json.GrantedPermissions, Json.InstallationState,
            AppOrders.Grant);
    }

    private static void MapRuns(ControlMap control)
    {
        control.Post("/_standin/runs", Json.NewRun, Json.RunState, RunOrders.Queue);
        control.Post("/_standin/runs/{id}/cancel", Json.RunState, RunOrders.Cancel);
        control.Post("/_standin/runs/{id}/rerun", Json.RerunOrder, Json.RunState, RunOrders.Rerun);
        control.Get("/_standin/jobs/{id}", Json.JobState, RunOrders.Show);
        control.Get("/_standin/jobs/{id}/log", Json.JobLog, RunOrders.ShowLog);
        control.Post("/_standin/jobs/{id}/approve", Json.JobState, RunOrders.Approve);
        control.Post("/_standin/jobs/{id}/start-hosted", Json.JobState, RunOrders.StartHosted);
        control.Post("/_standin/jobs/{id}/complete", Json.Outcome, Json.JobState, RunOrders.Complete);
    }

    private static void MapFaults(ControlMap control)
    {
        control.Post("/_standin/faults/routes", Json.RouteFault, (world, fault) => world.RouteFaults.Add(fault));
        control.Post("/_standin/faults/runners", Json.RunnerFault, (world, fault) => world.RunnerFaults.Add(fault));
        control.Post("/_standin/faults/webhooks", Json.WebhookFault, (world, fault) => world.WebhookFaults.Add(fault));
        control.Post("/_standin/faults/webhook-rates", Json.WebhookFaultRates, FaultOrders.SetRates);
        control.Delete("/_standin/faults", FaultOrders.Clear);
        control.Post("/_standin/limits", Json.NewLimits, FaultOrders.Limit);
        control.Post("/_standin/webhooks/send", Json.RawDelivery, FaultOrders.SendRaw);
    }
}
