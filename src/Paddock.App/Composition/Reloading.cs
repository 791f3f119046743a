using Paddock.App.Configuration;
using Paddock.Core.Policy;
using Paddock.Engine;

namespace Paddock.App.Composition;

/// <summary>
/// Takes a changed configuration while the fleet runs (decision D17): it is read and checked whole, and swapped at
/// once or refused with the old one kept. Pools, limits and rules can change so; machines keep what they were made by,
/// and a pool that is gone drains. Connections, providers and addresses are made at start, so a change of those is
/// refused, by name, rather than taken in half.
/// </summary>
internal sealed class Reloading(
    ConfigRequest request, PaddockConfig first, FleetIdentity identity, PolicyBox policy, Action ring, HostLog log)
{
    /// <summary>For one reload at a time. A slow disk may keep it for long, so nothing else waits for it.</summary>
    private readonly Lock _gate = new();

    private volatile PaddockConfig _config = first;
    private volatile ReloadOutcome? _last;

    /// <summary>What counts: what was read last and not refused.</summary>
    public PaddockConfig Current => _config;

    /// <summary>The newest outcome, if it was a refusal; null when what counts is what was read last.</summary>
    public ReloadOutcome? Refusal =>
        _last is { } last and (ReloadOutcome.Refused or ReloadOutcome.NeedsRestart) ? last : null;

    /// <summary>From any thread; one at a time. Reads a file or two, so it is not for the engine's thread.</summary>
    /// <param name="by">Who asked: a signal, a file that changed, an operator.</param>
    /// <param name="isAsked">Not when only the file was seen: that nothing has changed is no news then.</param>
    public ReloadOutcome Reload(string by, bool isAsked = true)
    {
        lock (_gate)
        {
            var outcome = Try(ConfigReader.Load(request));
            _last = outcome;
            if (isAsked || outcome is not ReloadOutcome.Unchanged)
            {
                log.Reloaded(by, outcome);
            }
            return outcome;
        }
    }

    private ReloadOutcome Try(ConfigLoad load)
    {
        if (load.Config is not { } config)
        {
            return new ReloadOutcome.Refused([.. load.Faults.Where(fault => !fault.IsWarning)]);
        }
        var changes = ConfigValues.Compare(_config.Values, config.Values);
        if (changes.Count == 0)
        {
            return new ReloadOutcome.Unchanged();
        }
        var fixedAtStart = changes.Where(change => change.NeedsRestart).Select(change => change.Path);
        if (fixedAtStart.ToList() is { Count: > 0 } paths)
        {
            return new ReloadOutcome.NeedsRestart(paths);
        }
        policy.Current = config.ToPolicy(identity);
        _config = config;
        ring();
        return new ReloadOutcome.Adopted([.. changes.Select(Tell)]);
    }

    private static string Tell(ConfigChange change) =>
        change.IsAdded ? $"{change.Path}: {change.New!.Shown}"
        : change.IsRemoved ? $"{change.Path}: {change.Old!.Shown} → none"
        : $"{change.Path}: {change.Old!.Shown} → {change.New!.Shown}";
}
