using System.Text.Json.Nodes;
using Paddock.GitHubStandIn.World;

namespace Paddock.GitHubStandIn.Payloads;

/// <summary>
/// Apps as GitHub shows them (schemas <c>integration</c>, <c>installation</c>, <c>installation-token</c>).
/// </summary>
internal static class AppJson
{
    public static JsonObject App(AppEntry app, IReadOnlyList<string> events, int installations, Site site) => new()
    {
        ["id"] = app.Id,
        ["slug"] = app.Slug,
        ["node_id"] = Stamp.NodeIdOf("A", app.Id),
        ["client_id"] = app.ClientId,
        ["owner"] = UserJson.Of(app.Owner, isOrganization: true, site),
        ["name"] = app.Name,
        ["description"] = null,
        ["external_url"] = site.Html,
        ["html_url"] = $"{site.Html}/apps/{app.Slug}",
        ["created_at"] = "2026-01-01T00:00:00Z",
        ["updated_at"] = "2026-01-01T00:00:00Z",
        ["permissions"] = Permissions(app.Permissions),
        ["events"] = new JsonArray([.. events.Select(name => (JsonNode)name)]),
        ["installations_count"] = installations,
    };

    public static JsonObject Installation(AppInstallation installation, bool isOnOrganization, Site site) => new()
    {
        ["id"] = installation.Id,
        ["account"] = UserJson.Of(installation.Owner, isOnOrganization, site),
        ["repository_selection"] = SelectionOf(installation),
        ["access_tokens_url"] = $"{site.Api}/app/installations/{installation.Id}/access_tokens",
        ["repositories_url"] = $"{site.Api}/installation/repositories",
        ["html_url"] = isOnOrganization
            ? $"{site.Html}/organizations/{installation.Owner}/settings/installations/{installation.Id}"
            : $"{site.Html}/settings/installations/{installation.Id}",
        ["app_id"] = installation.App.Id,
        ["client_id"] = installation.App.ClientId,
        ["app_slug"] = installation.App.Slug,
        ["target_id"] = Stamp.NumberOf(installation.Owner),
        ["target_type"] = isOnOrganization ? "Organization" : "User",
        ["permissions"] = Permissions(installation.Permissions),
        ["events"] = new JsonArray("workflow_job"),
        ["created_at"] = Stamp.Of(installation.CreatedAt),
        ["updated_at"] = Stamp.Of(installation.CreatedAt),
        ["single_file_name"] = null,
        ["suspended_by"] = installation.SuspendedAt is null
            ? null
            : UserJson.Of(UserJson.Sender, isOrganization: false, site),
        ["suspended_at"] = Stamp.Of(installation.SuspendedAt),
    };

    public static JsonObject Token(AppInstallation installation, InstallationToken minted) => new()
    {
        ["token"] = minted.Token.Value,
        ["expires_at"] = Stamp.Of(minted.ExpiresAt),
        ["permissions"] = Permissions(installation.Permissions),
        ["repository_selection"] = SelectionOf(installation),
    };

    private static string SelectionOf(AppInstallation installation) =>
        installation.Repositories is null ? "all" : "selected";

    private static JsonObject Permissions(IReadOnlyDictionary<string, string> granted) =>
        [.. granted.Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)pair.Value))];
}
