using System.Text.Json.Nodes;
using Paddock.GitHubModel;
using Paddock.GitHubStandIn.Http;
using Paddock.GitHubStandIn.Payloads;
using Paddock.GitHubStandIn.World;

namespace Paddock.GitHubStandIn.Rest;

/// <summary>What an App asks as itself, and what its installations ask about themselves.</summary>
internal static class Apps
{
    public static void Map(RestMap rest)
    {
        rest.Add("apps/get-authenticated", call => Reply.Ok(AppJson.App(
            call.Caller.App!, Events(call),
            call.World.Apps.Installations.Count(known => known.App.Id == call.Caller.App!.Id), call.Site)));
        rest.Add("apps/list-installations", call => Paging.Bare(
            call, [.. call.World.Apps.Installations.Where(known => known.App.Id == call.Caller.App!.Id)],
            known => Shape(call, known)));
        rest.Add("apps/get-installation", call => Show(call, Named(call)));
        rest.Add("apps/get-repo-installation", call => Show(call, OfRepository(call)));
        rest.Add("apps/get-org-installation", call => Show(call, On(call, call.Route("org"))));
        rest.Add("apps/get-user-installation", call => Show(call, On(call, call.Route("username"))));
        rest.Add("apps/create-installation-access-token", Mint);
        rest.Add("apps/list-repos-accessible-to-installation", ListRepositories);
        rest.Add("apps/revoke-installation-access-token", call =>
        {
            call.World.Apps.Revoke(call.Caller.Token!.Value);
            return Reply.NoContent;
        });
    }

    /// <summary>What its webhook sends, which is chosen on the App's page whether the webhook is on or not.</summary>
    private static IReadOnlyList<string> Events(RestCall call) =>
        call.World.Hooks.Of(ModelHook.AppScope).FirstOrDefault()?.Settings.Events ?? ["workflow_job"];

    private static Reply Mint(RestCall call)
    {
        if (Named(call) is not { } installation)
        {
            return Reply.NotFound();
        }
        return installation.SuspendedAt is null
            ? Reply.Created(AppJson.Token(installation, call.World.Apps.Mint(installation, call.Now)))
            : Refusals.Suspended();
    }

    private static Reply ListRepositories(RestCall call)
    {
        var seen = call.Model.Repositories.Where(call.Caller.Sees).OrderBy(repository => repository.Id).ToList();
        return Paging.Envelope(
            call, "repositories", seen, repository => RepositoryJson.Full(repository, pushedAt: null, call.Site));
    }

    private static AppInstallation? Named(RestCall call) =>
        call.World.Apps.Installation(call.RouteNumber("installation_id")) is { } known
        && known.App.Id == call.Caller.App!.Id
            ? known
            : null;

    private static AppInstallation? OfRepository(RestCall call) =>
        On(call, call.Repository.Owner) is { } known
        && known.Repositories?.Contains(call.Repository.FullName, StringComparer.OrdinalIgnoreCase) != false
            ? known
            : null;

    private static AppInstallation? On(RestCall call, string owner) =>
        call.World.Apps.InstallationOn(call.Caller.App!, owner);

    private static Reply Show(RestCall call, AppInstallation? installation) =>
        installation is null ? Reply.NotFound() : Reply.Ok(Shape(call, installation));

    private static JsonObject Shape(RestCall call, AppInstallation installation) => AppJson.Installation(
        installation, call.Model.IsOrganization(installation.Owner), call.Site);
}
