using Paddock.GitHubModel;
using Paddock.Simulator.Faults;
using Paddock.Simulator.World;

namespace Paddock.Simulator;

/// <summary>
/// What people push: runs of one to eight jobs, single ones and bursts, some held, some cancelled, some hopeless.
/// </summary>
public sealed class Traffic(
    Knobs knobs, SimTime time, SimDice dice, FaultBox faults, SimGitHub gitHub, SimRunners runners)
{
    private readonly List<ModelRepository> _repositories = [];
    private int _builders;

    /// <summary>When nothing new comes any more and the faults have struck.</summary>
    public TimeSpan EndsAt { get; } = LastOf(knobs) + dice.Seconds(60, 900);

    public void Arrange()
    {
        for (var i = 0; i < Math.Max(2, knobs.Repositories); i++)
        {
            _repositories.Add(gitHub.Model.AddRepository(
                "acme", $"repo-{i}", isPrivate: i >= knobs.PublicRepositories));
        }
        gitHub.Model.AddGroup("orgs/acme", ModelGroup.Default with { AllowsPublicRepositories = true });
        var bursts =
            Enumerable.Range(0, knobs.Bursts).Select(_ => dice.Between(TimeSpan.Zero, knobs.Arrivals)).ToList();
        for (var left = knobs.Jobs; left > 0;)
        {
            var size = Math.Min(left, dice.Pick([1, 1, 1, 2, 4, 8]));
            left -= size;
            var at = bursts.Count > 0 && dice.Chance(0.6)
                ? dice.Pick(bursts) + dice.Millis(0, 1000)
                : dice.Between(TimeSpan.Zero, knobs.Arrivals);
            time.After(at, () => Push(size));
        }
        ArrangeHardships();
    }

    private static TimeSpan LastOf(Knobs knobs) =>
        knobs.Hardships.Outages.Select(outage => outage.EndsAt).Append(knobs.Hardships.NightlyAt ?? knobs.Arrivals)
            .Append(knobs.Arrivals).Max();

    private void ArrangeHardships()
    {
        foreach (var at in knobs.Hardships.CancelStorms)
        {
            time.After(at, CancelStorm);
        }
        if (knobs.Hardships.MatrixAt is { } matrixAt)
        {
            time.After(matrixAt, PushMatrix);
        }
        for (var left = Hardships.NightlyJobs; knobs.Hardships.NightlyAt is { } at && left > 0;)
        {
            var size = Math.Min(left, dice.Pick([1, 2, 4, 8]));
            left -= size;
            faults.Count("nightly run");
            time.After(at + dice.Millis(0, 1000), () => Push(size));
        }
    }

    private void PushMatrix()
    {
        faults.Count("matrix of 256");
        var jobs = Enumerable.Range(0, Hardships.MatrixJobs)
            .Select(i => JobTemplate.Of($"job-{i}", "self-hosted", "linux")).ToList();
        Queue("matrix", jobs);
        gitHub.Settle();
    }

    private void CancelStorm()
    {
        foreach (var run in gitHub.Model.OpenJobs.Select(job => job.RunId).Distinct().ToList())
        {
            if (dice.Chance(0.8))
            {
                faults.Count("run cancelled in a storm");
                time.After(dice.Millis(0, 1000), () => Cancel(run));
            }
        }
    }

    private void Cancel(long run)
    {
        gitHub.Model.CancelRun(run, time.True);
        gitHub.Settle();
    }

    private void Push(int size)
    {
        var jobs = Enumerable.Range(0, size).Select(Draw).ToList();
        var run = Queue("ci", jobs);
        gitHub.Settle();
        foreach (var held in gitHub.Model.JobsOf(run).Where(job => job.Status == JobStatus.Waiting).ToList())
        {
            time.After(dice.Seconds(1, 300), () =>
            {
                gitHub.Model.Approve(held.Id, time.True);
                gitHub.Settle();
            });
        }
        if (faults.Strikes("job taken by another's runner", faults.Rates.JobTaken))
        {
            time.After(dice.Seconds(0, 120), () => runners.Lend($"builder-{++_builders}", jobs[0].Labels));
        }
        if (faults.Strikes("run cancelled", faults.Rates.JobCancelled))
        {
            time.After(dice.Seconds(0, 120), () => Cancel(run.Id));
        }
    }

    private ModelRun Queue(string workflow, IReadOnlyList<JobTemplate> jobs)
    {
        var repository = dice.Pick(_repositories);
        var fork = knobs.ForkShare > 0 && dice.Chance(knobs.ForkShare)
            ? gitHub.Model.Repository("mallory", repository.Name) ?? gitHub.Model.AddFork(repository, "mallory")
            : null;
        if (fork is not null)
        {
            faults.Count("run from a fork");
        }
        var trigger = fork is null ? "push" : "pull_request";
        return gitHub.Model.QueueRun(repository, workflow, jobs, time.True, trigger, fork);
    }

    private JobTemplate Draw(int index)
    {
        string[] labels = dice.Below(20) switch
        {
            < 13 => ["self-hosted", "linux"],
            < 16 when knobs.Policy.Pools.Count > 1 =>
                ["Self-Hosted", $"SPECIAL-{dice.Between(1, knobs.Policy.Pools.Count - 1)}"],
            16 => ["ubuntu-latest"],
            17 => ["self-hosted", "windows"],
            _ => ["linux", "self-hosted"],
        };
        var needs = index > 0 && dice.Chance(0.1) ? new[] { $"job-{index - 1}" } : [];
        return new JobTemplate($"job-{index}", labels, [], needs, IsProtected: dice.Chance(0.05));
    }
}
