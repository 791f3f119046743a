using Paddock.GitHubModel;
using Paddock.GitHubStandIn.World;

namespace Paddock.GitHubStandIn.Control;

/// <summary>What people do with runs and jobs.</summary>
internal static class RunOrders
{
    private static readonly IReadOnlyList<ModelStep> Greeting = [new ModelStep("", "echo \"Hello from $RUNNER_NAME\"")];

    public static RunState Queue(GitHubWorld world, NewRun order)
    {
        if (order.Repository.Split('/') is not [var owner, var name] || world.Model.Repository(owner, name) is not { } repository)
        {
            throw new ControlException($"There is no repository {order.Repository}.");
        }
        var names = order.Jobs.Select(job => job.Name).ToHashSet();
        foreach (var need in order.Jobs.SelectMany(job => job.Needs).Where(need => !names.Contains(need)))
        {
            throw new ControlException($"A job needs {need}, and there is none of that name in the run.");
        }
        var run = world.Model.QueueRun(repository, order.Workflow, [.. order.Jobs.Select(Template)], world.Now, order.Event);
        return StateShape.Of(world, world.Model.Run(run.Id)!);
    }

    public static RunState Cancel(GitHubWorld world, long id)
    {
        var run = Find(world, id);
        world.Model.CancelRun(id, world.Now);
        world.WakeRunnersOf(run);
        return StateShape.Of(world, world.Model.Run(id)!);
    }

    public static RunState Rerun(GitHubWorld world, long id, bool failedOnly)
    {
        Find(world, id);
        return world.Model.Rerun(id, failedOnly, world.Now)
            ? StateShape.Of(world, world.Model.Run(id)!)
            : throw new ControlException("The run is not over.");
    }

    public static JobState Change(GitHubWorld world, long id, Func<long, DateTimeOffset, bool> change, string refusal) =>
        change(id, world.Now) ? StateShape.Of(world, world.Model.Job(id)!) : throw new ControlException(refusal);

    private static ModelRun Find(GitHubWorld world, long id) =>
        world.Model.Run(id) ?? throw new ControlException($"There is no run {id}.");

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
