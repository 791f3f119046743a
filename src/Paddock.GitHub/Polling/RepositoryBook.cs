using Paddock.Core.Model;

namespace Paddock.GitHub.Polling;

/// <summary>
/// The memories of a connection's repositories. Found by name, as they are asked for, and by id, which is what stays
/// when one is renamed or moves to another owner.
/// </summary>
internal sealed class RepositoryBook
{
    private readonly Dictionary<string, RepositoryMemory> _byName = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<long, RepositoryMemory> _byId = [];

    public IReadOnlyCollection<RepositoryMemory> All => _byName.Values;

    public RepositoryMemory? Find(string fullName) => _byName.GetValueOrDefault(fullName);

    public RepositoryMemory? Find(long id) => _byId.GetValueOrDefault(id);

    /// <summary>
    /// The memory of this target, new if there is none. A name that another repository bears now is a new one.
    /// </summary>
    public RepositoryMemory Open(SweepTarget target)
    {
        var named = Find(target.FullName);
        var memory = target.Id is not { } id ? named
            : Find(id) ?? (named?.Repository is null || named.Repository.Id == id ? named : null);
        memory ??= new RepositoryMemory();
        memory.Scope = target.Scope;
        memory.Repository = JobOriginOf(target) ?? memory.Repository;
        return _byName[target.FullName] = memory;
    }

    /// <summary>What a round has learnt; all that was not asked about any more is forgotten.</summary>
    public void Close(IReadOnlyList<SweepTarget> targets)
    {
        var names = targets.Select(target => target.FullName).ToHashSet(StringComparer.OrdinalIgnoreCase);
        foreach (var gone in _byName.Keys.Where(name => !names.Contains(name)).ToList())
        {
            _byName.Remove(gone);
        }
        _byId.Clear();
        foreach (var memory in _byName.Values)
        {
            if (memory.Repository is { } repository)
            {
                _byId[repository.Id] = memory;
            }
        }
    }

    private static Repository? JobOriginOf(SweepTarget target) => Jobs.JobOrigin.RepositoryOf(target.Listed);
}
