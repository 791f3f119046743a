using System.Text.Json.Nodes;
using Paddock.GitHubStandIn.World;

namespace Paddock.GitHubStandIn.Payloads;

/// <summary>
/// Users and organizations as GitHub shows them (schemas <c>simple-user</c>, <c>organization-simple</c>).
/// </summary>
internal static class UserJson
{
    /// <summary>Who pushes, starts and sends everything here.</summary>
    public const string Sender = "monalisa";

    private static readonly (string Name, string Suffix)[] Links =
    [
        ("followers_url", "/followers"), ("following_url", "/following{/other_user}"),
        ("gists_url", "/gists{/gist_id}"), ("starred_url", "/starred{/owner}{/repo}"),
        ("subscriptions_url", "/subscriptions"), ("organizations_url", "/orgs"), ("repos_url", "/repos"),
        ("events_url", "/events{/privacy}"), ("received_events_url", "/received_events"),
    ];

    public static JsonObject Of(string login, bool isOrganization, Site site)
    {
        var id = Stamp.NumberOf(login);
        var url = $"{site.Api}/users/{login}";
        var user = new JsonObject
        {
            ["login"] = login,
            ["id"] = id,
            ["node_id"] = Stamp.NodeIdOf("U", id),
            ["avatar_url"] = $"{site.Html}/avatars/{id}",
            ["gravatar_id"] = "",
            ["url"] = url,
            ["html_url"] = $"{site.Html}/{login}",
        };
        foreach (var (name, suffix) in Links)
        {
            user[name] = url + suffix;
        }
        user["type"] = isOrganization ? "Organization" : "User";
        user["site_admin"] = false;
        return user;
    }

    public static JsonObject Organization(string login, Site site)
    {
        var id = Stamp.NumberOf(login);
        var url = $"{site.Api}/orgs/{login}";
        return new JsonObject
        {
            ["login"] = login,
            ["id"] = id,
            ["node_id"] = Stamp.NodeIdOf("O", id),
            ["url"] = url,
            ["repos_url"] = $"{url}/repos",
            ["events_url"] = $"{url}/events",
            ["hooks_url"] = $"{url}/hooks",
            ["issues_url"] = $"{url}/issues",
            ["members_url"] = $"{url}/members{{/member}}",
            ["public_members_url"] = $"{url}/public_members{{/member}}",
            ["avatar_url"] = $"{site.Html}/avatars/{id}",
            ["description"] = null,
        };
    }
}
