using Paddock.Core.Model;
using Paddock.Core.Policy;
using Paddock.GitHub.Http;
using Paddock.GitHub.Jobs;
using Paddock.GitHub.Tickets;
using Paddock.Ports;

namespace Paddock.GitHub.Checks;

/// <summary>
/// Does the runner group of each pool exist, and may the repositories use it that the configuration lets in? GitHub
/// never tells: a job whose repository may not use the group waits for a day (GitHub docs, "Managing access to
/// self-hosted runners using groups").
/// </summary>
internal sealed class GroupCheck(Connection connection, Scope scope, FleetPolicy policy)
{
    /// <summary>Each is a request; after so many the rest is said not to have been asked.</summary>
    private const int AsksMax = 30;

    private const int NamesMax = 5;

    private readonly List<CheckFinding> _findings = [];

    /// <summary>By repository: the groups it may use, as GitHub says.</summary>
    private readonly Dictionary<long, HashSet<long>?> _visible = [];

    private ApiCall Call => ApiCall.ForOperator(scope);

    public async Task<IReadOnlyList<CheckFinding>> RunAsync(CancellationToken cancellationToken)
    {
        if (await GroupsAsync(RunnerPaths.Groups(scope), cancellationToken) is not { } groups)
        {
            return _findings;
        }
        var used = Used(groups);
        if (used.Count > 0 && scope.Kind == ScopeKind.Organization
            && await RepositoriesAsync(cancellationToken) is { } repositories)
        {
            foreach (var group in used)
            {
                await CheckAsync(group, repositories, cancellationToken);
            }
        }
        return _findings;
    }

    private List<GroupAccessPayload> Used(IReadOnlyList<GroupAccessPayload> groups)
    {
        var used = new List<GroupAccessPayload>();
        foreach (var name in policy.Pools.Where(pool => pool.Scopes.Contains(scope)).Select(pool => pool.Group)
            .Distinct(StringComparer.OrdinalIgnoreCase))
        {
            var found = RunnerGroups.Find(name, groups, group => group.Name, group => group.Default);
            if (found is null)
            {
                Add(CheckLevel.Error, $"There is no runner group {Plain.Line(name)}; there is: {Names(groups)}.",
                    $"Make it at {GroupsPage}, or name another as the pool's group.");
            }
            else if (!used.Contains(found))
            {
                used.Add(found);
            }
        }
        return used;
    }

    private async Task CheckAsync(
        GroupAccessPayload group, IReadOnlyList<Repository> repositories, CancellationToken cancellationToken)
    {
        if (group.RestrictedToWorkflows)
        {
            Add(CheckLevel.Warning,
                $"Runner group {NameOf(group)} serves selected workflows only; jobs of others wait.",
                $"See {PageOf(group)}.");
        }
        List<Repository> refusedPublic = [], refused = [];
        var unasked = 0;
        foreach (var repository in repositories)
        {
            if (!repository.Private && (!group.AllowsPublicRepositories || group.Visibility == "private"))
            {
                refusedPublic.Add(repository);
            }
            else if (group.Visibility is not ("all" or "private") || group.Inherited)
            {
                var mayUse = await MayUseAsync(group, repository, cancellationToken);
                unasked += mayUse is null ? 1 : 0;
                if (mayUse == false)
                {
                    refused.Add(repository);
                }
            }
        }
        Tell(group, repositories.Count, refusedPublic, refused, unasked);
    }

    private void Tell(
        GroupAccessPayload group, int count, List<Repository> refusedPublic, List<Repository> refused, int unasked)
    {
        if (refusedPublic.Count > 0)
        {
            Add(CheckLevel.Warning,
                $"Runner group {NameOf(group)} takes no public repositories, and the rules under repositories let in "
                + $"{Names(refusedPublic)}. Their jobs wait without a word from GitHub.",
                $"Allow public repositories at {PageOf(group)}, or keep them out by a rule.");
        }
        if (refused.Count > 0)
        {
            Add(CheckLevel.Warning,
                $"{refused.Count} of {count} repositories may not use runner group {NameOf(group)}: {Names(refused)}. "
                + "Their jobs wait without a word from GitHub.",
                $"Let them in at {PageOf(group)}, or keep them out by a rule under repositories.");
        }
        if (unasked > 0)
        {
            Add(CheckLevel.Note,
                $"Whether {unasked} more repositories may use runner group {NameOf(group)} was not asked.");
        }
        if (refusedPublic.Count + refused.Count == 0)
        {
            Add(CheckLevel.Note, $"{count - unasked} repositories may use runner group {NameOf(group)}.");
        }
    }

    /// <summary>Null when it was not asked, or has no answer.</summary>
    private async Task<bool?> MayUseAsync(
        GroupAccessPayload group, Repository repository, CancellationToken cancellationToken)
    {
        if (!_visible.TryGetValue(repository.Id, out var groups) && _visible.Count < AsksMax)
        {
            var path = $"{RunnerPaths.Groups(scope)}&visible_to_repository={Uri.EscapeDataString(repository.Name)}";
            groups = (await GroupsAsync(path, cancellationToken))?.Select(visible => visible.Id).ToHashSet();
            _visible[repository.Id] = groups;
        }
        return groups?.Contains(group.Id);
    }

    /// <summary>Those that are open and that the rules let in; of an organization the first hundred.</summary>
    private async Task<IReadOnlyList<Repository>?> RepositoriesAsync(CancellationToken cancellationToken)
    {
        var answer = await connection.Api.GetAsync(
            Call, ScopeRepositories.Newest(scope), GitHubJson.Default.RepositoryPayloadArray, cancellationToken);
        if (!answer.Has(out var listed, out var refused))
        {
            Refuse("Its repositories", refused.Fault);
            return null;
        }
        if (answer is Answer<RepositoryPayload[]>.Ok { Next: not null })
        {
            Add(CheckLevel.Note, $"There are more repositories; the {listed.Length} pushed to last were looked at.");
        }
        return
        [
            .. listed.Where(repository => repository is { Archived: false, Disabled: false })
                .Select(JobOrigin.RepositoryOf).OfType<Repository>()
                .Where(repository => policy.RuleFor(repository).DenialOf(repository, fromFork: false) is null),
        ];
    }

    private async Task<IReadOnlyList<GroupAccessPayload>?> GroupsAsync(
        string path, CancellationToken cancellationToken)
    {
        var answer = await connection.Api.ListAsync(
            Call, path, GitHubJson.Default.GroupAccessPagePayload, static page => page.RunnerGroups, cancellationToken);
        if (!answer.Has(out var groups, out var refused))
        {
            Refuse("Its runner groups", refused.Fault);
        }
        return groups;
    }

    private string GroupsPage
    {
        get
        {
            var site = connection.Settings.Url.ToString().TrimEnd('/');
            var owners = scope.Kind == ScopeKind.Organization ? "organizations" : "enterprises";
            return $"{site}/{owners}/{scope.Path}/settings/actions/runner-groups";
        }
    }

    private string PageOf(GroupAccessPayload group) => $"{GroupsPage}/{group.Id}";

    private static string NameOf(GroupAccessPayload group) => Plain.Line(group.Name, 100);

    private static string Names(IReadOnlyList<GroupAccessPayload> groups) =>
        Plain.Line(string.Join(", ", groups.Select(group => group.Name)));

    private static string Names(List<Repository> repositories) =>
        string.Join(", ", repositories.Take(NamesMax).Select(repository => repository.FullName))
        + (repositories.Count > NamesMax ? $" and {repositories.Count - NamesMax} more" : "");

    /// <summary>Once: the same answer would come for every repository.</summary>
    private void Refuse(string what, Fault fault)
    {
        var finding = new CheckFinding(
            CheckLevel.Error, scope.ToString(), $"{what} cannot be read: {fault.Message}");
        if (!_findings.Contains(finding))
        {
            _findings.Add(finding);
        }
    }

    private void Add(CheckLevel level, string message, string? remedy = null) =>
        _findings.Add(new CheckFinding(level, scope.ToString(), message, remedy));
}
