using Paddock.Core.Model;
using Paddock.Core.Policy;

namespace Paddock.Core.Planning;

/// <summary>
/// Runners of one pool and class that could take a job: interchangeable, so they are counted, not named.
/// </summary>
internal sealed class SupplyClass(PoolName pool, RunnerClass runnerClass)
{
    public PoolName Pool { get; } = pool;

    public RunnerClass Class { get; } = runnerClass;

    public List<RunnerRow> Idle { get; } = [];

    public List<RunnerRow> Starting { get; } = [];

    /// <summary>How many of them the demand counts on.</summary>
    public int Used { get; set; }

    /// <summary>
    /// Would the pool still make such runners? A reload may have taken their scope from it, or changed its labels.
    /// </summary>
    public bool IsOf(PoolPolicy policy) =>
        policy.Scopes.Contains(Class.Scope) && policy.Labels.Equals(Class.Labels)
        && string.Equals(policy.Group, Class.Group, StringComparison.OrdinalIgnoreCase);

    public int Total => Idle.Count + Starting.Count;

    public int Free => Total - Used;

    /// <summary>Takes one out that nothing counts on, the longest idle first; null when there is none.</summary>
    public RunnerRow? TakeFree(Func<RunnerRow, bool> mayGo)
    {
        if (Free == 0)
        {
            return null;
        }
        foreach (var list in (ReadOnlySpan<List<RunnerRow>>)[Idle, Starting])
        {
            var oldest = list.Where(mayGo)
                .MinBy(runner => (
                    runner.OnlineAt ?? runner.Plan!.PlannedAt, runner.Plan!.PlannedAt, runner.Name.Value));
            if (oldest is not null)
            {
                list.Remove(oldest);
                return oldest;
            }
        }
        return null;
    }
}
