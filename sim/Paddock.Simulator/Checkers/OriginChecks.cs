using Paddock.Core.Facts;
using Paddock.Core.Folding;
using Paddock.Core.Model;
using Paddock.Core.Policy;
using Paddock.Simulator.World;

namespace Paddock.Simulator.Checkers;

/// <summary>
/// Nothing is bought for a job that the rules keep out, whether or not anybody had told where its run comes from: not
/// one runner that was made for it is ever ticketed.
/// </summary>
public sealed class OriginChecks(Watchdog watchdog, SimGitHub gitHub, FleetPolicy policy)
{
    private readonly Dictionary<RunnerName, JobKey> _bornFor = [];

    public void Stored(JournalEntry entry)
    {
        switch (entry.Fact)
        {
            case RunnerPlanned { Plan.BornFor.Job: { } job } planned:
                _bornFor[planned.Runner] = job;
                break;
            case RunnerTicketed ticketed when _bornFor.TryGetValue(ticketed.Runner, out var key)
                && gitHub.Model.Job(key.Id) is { } job && !gitHub.IsLetIn(job, policy):
                watchdog.Bark("rules", $"runner {ticketed.Runner} got a ticket for job {key}, which rules keep out");
                break;
        }
    }
}
