using Microsoft.AspNetCore.Routing;

namespace Paddock.GitHubStandIn.Rest;

/// <summary>Everything the REST API serves: one resource per line.</summary>
internal static class RestRoutes
{
    public static void MapRest(this IEndpointRouteBuilder app)
    {
        var rest = new RestMap(app);
        Runners.Map(rest);
        RunnerRegistration.Map(rest);
        RunnerGroups.Map(rest);
        Runs.Map(rest);
        Jobs.Map(rest);
        Repositories.Map(rest);
        Hooks.Map(rest);
        HookDeliveries.Map(rest);
        Apps.Map(rest);
        AppHooks.Map(rest);
        Meta.Map(rest);
    }
}
