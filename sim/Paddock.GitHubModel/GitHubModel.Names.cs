namespace Paddock.GitHubModel;

// Owners, repositories and what they were called before.
public sealed partial class GitHubModel
{
    private readonly HashSet<string> _organizations = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, long> _formerNames = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Organizations exist by themselves or because they own a repository.</summary>
    public bool IsOrganization(string name) => _organizations.Contains(name)
        || _repositories.Values.Any(repository => repository.OwnerIsOrganization && Same(repository.Owner, name));

    public void AddOrganization(string name) => _organizations.Add(name);

    public ModelRepository? Repository(long id) => _repositories.GetValueOrDefault(id);

    /// <summary>The repository that was once called so, if no other one is called so now.</summary>
    public ModelRepository? Moved(string owner, string name) =>
        Repository(owner, name) is null && _formerNames.TryGetValue($"{owner}/{name}", out var id)
            && !_repositories[id].IsDeleted
            ? _repositories[id]
            : null;

    /// <summary>Renames or transfers a repository. Its runners stay with it.</summary>
    public void RenameRepository(long id, string owner, string name)
    {
        var before = _repositories[id];
        var after = before with { Owner = owner, Name = name };
        _repositories[id] = after;
        _formerNames[before.FullName] = id;
        foreach (var runner in RunnersOf($"repos/{before.FullName}").ToList())
        {
            Put(runner with { Scope = $"repos/{after.FullName}" });
        }
        if (_groups.Remove($"repos/{before.FullName}", out var groups))
        {
            _groups[$"repos/{after.FullName}"] = groups;
        }
    }

    /// <summary>An archived repository is read-only; it is listed, and takes no runs.</summary>
    public void ArchiveRepository(long id) => _repositories[id] = _repositories[id] with { IsArchived = true };

    /// <summary>Its runs end, its runners are gone, and every address of it answers 404.</summary>
    public void DeleteRepository(long id, DateTimeOffset now)
    {
        foreach (var run in _runs.Values.Where(run => run.RepositoryId == id).ToList())
        {
            ForceCancelRun(run.Id, now);
        }
        foreach (var runner in RunnersOf($"repos/{_repositories[id].FullName}").ToList())
        {
            _runners.Remove(runner.Id);
        }
        _repositories[id] = _repositories[id] with { IsDeleted = true };
        if (_repositories[id].ForkOf is { } parent)
        {
            _repositories[parent] = _repositories[parent] with { Forks = _repositories[parent].Forks - 1 };
        }
    }
}
