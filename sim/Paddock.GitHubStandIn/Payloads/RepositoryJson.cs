using System.Text.Json.Nodes;
using Paddock.GitHubModel;
using Paddock.GitHubStandIn.World;

namespace Paddock.GitHubStandIn.Payloads;

/// <summary>
/// Repositories as GitHub shows them: <c>minimal-repository</c>, <c>full-repository</c> and the webhooks' form.
/// </summary>
internal static class RepositoryJson
{
    private static readonly string Born = "2024-01-01T00:00:00Z";

    private static readonly (string Name, string Suffix)[] Links =
    [
        ("forks_url", "/forks"), ("keys_url", "/keys{/key_id}"), ("collaborators_url", "/collaborators{/collaborator}"),
        ("teams_url", "/teams"), ("hooks_url", "/hooks"), ("issue_events_url", "/issues/events{/number}"),
        ("events_url", "/events"), ("assignees_url", "/assignees{/user}"), ("branches_url", "/branches{/branch}"),
        ("tags_url", "/tags"), ("blobs_url", "/git/blobs{/sha}"), ("git_tags_url", "/git/tags{/sha}"),
        ("git_refs_url", "/git/refs{/sha}"), ("trees_url", "/git/trees{/sha}"), ("statuses_url", "/statuses/{sha}"),
        ("languages_url", "/languages"), ("stargazers_url", "/stargazers"), ("contributors_url", "/contributors"),
        ("subscribers_url", "/subscribers"), ("subscription_url", "/subscription"), ("commits_url", "/commits{/sha}"),
        ("git_commits_url", "/git/commits{/sha}"), ("comments_url", "/comments{/number}"),
        ("issue_comment_url", "/issues/comments{/number}"), ("contents_url", "/contents/{+path}"),
        ("compare_url", "/compare/{base}...{head}"), ("merges_url", "/merges"),
        ("archive_url", "/{archive_format}{/ref}"), ("downloads_url", "/downloads"), ("issues_url", "/issues{/number}"),
        ("pulls_url", "/pulls{/number}"), ("milestones_url", "/milestones{/number}"),
        ("notifications_url", "/notifications{?since,all,participating}"), ("labels_url", "/labels{/name}"),
        ("releases_url", "/releases{/id}"), ("deployments_url", "/deployments"),
    ];

    private static readonly string[] Counts =
    [
        "forks", "forks_count", "open_issues", "open_issues_count", "size", "stargazers_count", "watchers",
        "watchers_count",
    ];

    private static readonly string[] Features =
        ["has_issues", "has_projects", "has_wiki", "has_pages", "has_discussions", "has_downloads"];

    public static JsonObject Minimal(ModelRepository repository, Site site)
    {
        var url = $"{site.Api}/repos/{repository.FullName}";
        var shape = new JsonObject
        {
            ["id"] = repository.Id,
            ["node_id"] = Stamp.NodeIdOf("R", repository.Id),
            ["name"] = repository.Name,
            ["full_name"] = repository.FullName,
            ["private"] = repository.IsPrivate,
            ["owner"] = UserJson.Of(repository.Owner, repository.OwnerIsOrganization, site),
            ["html_url"] = $"{site.Html}/{repository.FullName}",
            ["description"] = null,
            ["fork"] = repository.ForkOf is not null,
            ["url"] = url,
        };
        foreach (var (name, suffix) in Links)
        {
            shape[name] = url + suffix;
        }
        return shape;
    }

    /// <summary>As in lists: with what tells whether to look at it at all.</summary>
    public static JsonObject Listed(ModelRepository repository, DateTimeOffset? pushedAt, Site site)
    {
        var shape = Minimal(repository, site);
        shape["visibility"] = repository.IsPrivate ? "private" : "public";
        shape["default_branch"] = "main";
        shape["archived"] = repository.IsArchived;
        shape["disabled"] = false;
        shape["pushed_at"] = Stamp.Of(pushedAt) ?? Born;
        shape["created_at"] = Born;
        shape["updated_at"] = Born;
        shape["permissions"] = new JsonObject { ["admin"] = true, ["push"] = true, ["pull"] = true };
        return shape;
    }

    public static JsonObject Full(ModelRepository repository, DateTimeOffset? pushedAt, Site site)
    {
        var shape = Listed(repository, pushedAt, site);
        shape["clone_url"] = $"{site.Html}/{repository.FullName}.git";
        shape["git_url"] = $"git://localhost/{repository.FullName}.git";
        shape["ssh_url"] = $"git@localhost:{repository.FullName}.git";
        shape["svn_url"] = $"{site.Html}/{repository.FullName}";
        foreach (var name in Counts)
        {
            shape[name] = 0;
        }
        shape["forks"] = repository.Forks;
        shape["forks_count"] = repository.Forks;
        shape["network_count"] = 0;
        shape["subscribers_count"] = 0;
        foreach (var name in Features)
        {
            shape[name] = false;
        }
        foreach (var name in (string[])["homepage", "language", "mirror_url", "license"])
        {
            shape[name] = null;
        }
        return shape;
    }
}
