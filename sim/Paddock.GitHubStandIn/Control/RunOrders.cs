using Paddock.GitHubModel;
using Paddock.GitHubStandIn.World;

namespace Paddock.GitHubStandIn.Control;

/// <summary>What people do with runs and jobs.</summary>
internal static class RunOrders
{
    private static readonly IReadOnlyList<ModelStep> Greeting =
        [new ModelStep("", "echo \"Hello from $RUNNER_NAME\"")];

    public static RunState Queue(GitHubWorld world, long id, NewRun order)
    {
        if (order.Repository.Split('/') is not [var owner, var name]
            || world.Model.Repository(owner, name) is not { } repository)
        {
            throw new ControlException($"There is no repository {order.Repository}.");
        }
        var names = order.Jobs.Select(job => job.Name).ToHashSet();
        if (order.Jobs.SelectMany(job => job.Needs).FirstOrDefault(need => !names.Contains(need)) is { } missing)
        {
            throw new ControlException($"A job needs {missing}, and there is none of that name in the run.");
        }
        var jobs = order.Jobs.Select(Template).ToList();
        var fork = order.ForkOwner is { } forker
            ? world.Model.Repository(forker, name) ?? world.Model.AddFork(repository, forker)
            : null;
        var run = world.Model.QueueRun(repository, order.Workflow, jobs, world.Now, order.Event, fork);
        return StateShape.Of(world, world.Model.Run(run.Id)!);
    }

    public static RunState Cancel(GitHubWorld world, long id)
    {
        var run = FindRun(world, id);
        world.Model.CancelRun(id, world.Now);
        world.WakeRunnersOf(run);
        return StateShape.Of(world, FindRun(world, id));
    }

    public static RunState Rerun(GitHubWorld world, long id, RerunOrder order)
    {
        FindRun(world, id);
        return world.Model.Rerun(id, order.FailedOnly, world.Now)
            ? StateShape.Of(world, FindRun(world, id))
            : throw new ControlException("The run is not over.");
    }

    public static JobState Show(GitHubWorld world, long id) => StateShape.Of(world, FindJob(world, id));

    public static JobLog ShowLog(GitHubWorld world, long id) => StateShape.LogOf(world, FindJob(world, id));

    public static JobState Approve(GitHubWorld world, long id) =>
        Changed(world, id, world.Model.Approve(id, world.Now), "The job is not held.");

    public static JobState StartHosted(GitHubWorld world, long id) =>
        Changed(world, id, world.Model.StartHosted(id, world.Now), "The job is not waiting.");

    public static JobState Complete(GitHubWorld world, long id, Outcome order) =>
        Changed(world, id, world.Model.Complete(id, order.Conclusion, [], world.Now), "The job does not run.");

    private static JobState Changed(GitHubWorld world, long id, bool isDone, string refusal) =>
        isDone ? StateShape.Of(world, FindJob(world, id)) : throw new ControlException(refusal);

    private static ModelRun FindRun(GitHubWorld world, long id) =>
        world.Model.Run(id) ?? throw new ControlException($"There is no run {id}.");

    private static ModelJob FindJob(GitHubWorld world, long id) =>
        world.Model.Job(id) ?? throw new ControlException($"There is no job {id}.");

    private static JobTemplate Template(NewJob job) => new(
        job.Name,
        job.Labels,
        job.Steps.Count == 0 ? Greeting : [.. job.Steps.Select(step => new ModelStep(step.Name, step.Run))],
        job.Needs,
        job.IsProtected)
    {
        Group = job.Group,
    };
}
