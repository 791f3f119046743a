using Paddock.Core.Model;
using Paddock.Core.Policy;
using Paddock.GitHub.Jobs;
using Paddock.Ports.Sources;

namespace Paddock.GitHub.Polling;

/// <summary>
/// The targets of one round as they are found: each repository once, whichever scopes and names lead to it.
/// </summary>
internal sealed class FoundTargets(SourceView view, string host, RepositoryBook book)
{
    private readonly HashSet<string> _names = new(StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<long> _ids = [];
    private readonly List<SweepTarget> _targets = [];

    private readonly ILookup<string, JobRow> _jobsByName = view.OpenJobs.Where(job => job.Key.Host == host)
        .ToLookup(job => job.Details.Repository.FullName, StringComparer.OrdinalIgnoreCase);

    private readonly ILookup<long, JobRow> _jobsById = view.OpenJobs.Where(job => job.Key.Host == host)
        .ToLookup(job => job.Details.Repository.Id);

    public IReadOnlyList<SweepTarget> Targets => _targets;

    public void AddListed(Scope scope, IReadOnlyList<RepositoryPayload> repositories)
    {
        foreach (var listed in repositories)
        {
            if (JobOrigin.RepositoryOf(listed) is not { } repository)
            {
                continue;
            }

            // Archived ones take no runs, but what runs there when they are archived goes on.
            var isShut = listed.Archived || listed.Disabled;
            var target = new SweepTarget(scope, scope.Path, repository.Name) { Id = repository.Id, Listed = listed };
            Add(target, repository, isWorthIt: open => !isShut || open);
        }
    }

    /// <summary>
    /// What a scope names is asked even where it was renamed: GitHub leads from the old name to the new one.
    /// </summary>
    public void AddNamed(Scope scope, string owner, string name)
    {
        // Until a run has told, it counts as private: it costs more to leave it out than to ask.
        var repository = book.Find($"{owner}/{name}")?.Repository;
        Add(
            new SweepTarget(scope, owner, name) { Id = repository?.Id },
            repository ?? new Repository(0, owner, name, Private: true),
            isWorthIt: _ => true);
    }

    /// <summary>
    /// Repositories that only open jobs tell of. One that we asked through this scope before stays with it as long as
    /// jobs of it are open, whatever it is called by now.
    /// </summary>
    public void AddOfOpenJobs(Scope scope, bool isMissing)
    {
        foreach (var jobs in _jobsById)
        {
            var repository = jobs.First().Details.Repository;
            if (scope.Covers(repository) || scope.Equals(book.Find(jobs.Key)?.Scope))
            {
                var target = new SweepTarget(scope, repository.Owner, repository.Name)
                {
                    Id = repository.Id, IsMissing = isMissing,
                };
                Add(target, repository, isWorthIt: _ => true);
            }
        }
    }

    private void Add(SweepTarget target, Repository repository, Func<bool, bool> isWorthIt)
    {
        var named = _jobsByName[target.FullName];
        IReadOnlyList<JobRow> open = [.. target.Id is { } id ? named.Union(_jobsById[id]) : named];
        var denial = view.Policy.RuleFor(repository).DenialOf(repository, fromFork: false);
        if (!isWorthIt(open.Count > 0) || (denial == RepositoryDenial.Rule && open.Count == 0)
            || (target.Id is { } known && _ids.Contains(known)) || !_names.Add(target.FullName))
        {
            return;
        }
        if (target.Id is { } taken)
        {
            _ids.Add(taken);
        }
        _targets.Add(target with { OpenJobs = open, IsDenied = denial is not null });
    }
}
