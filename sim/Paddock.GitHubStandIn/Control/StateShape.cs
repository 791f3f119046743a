using System.Text;
using Paddock.GitHubModel;
using Paddock.GitHubStandIn.World;

namespace Paddock.GitHubStandIn.Control;

/// <summary>The world as the control API shows it.</summary>
internal static class StateShape
{
    public static StandInState Of(GitHubWorld world) => new(
        [.. world.Model.Runs.Select(run => Of(world, run))],
        [.. world.Model.Jobs.Select(job => Of(world, job))],
        [.. world.Model.Runners.Select(Of)],
        [.. world.Hooks.Deliveries.Select(Of)],
        [.. world.Counters.Calls
            .Select(call => new RequestCount(call.Key.Route, call.Key.Caller, call.Key.Status, call.Value))
            .OrderBy(count => count.Route, StringComparer.Ordinal)])
    {
        Unexpected = [.. world.Counters.Unexpected],
        Errors = [.. world.Counters.Errors],
    };

    public static RunState Of(GitHubWorld world, ModelRun run)
    {
        var (status, conclusion) = world.Model.StatusOf(run);
        return new RunState(
            run.Id, world.Model.Repository(run).FullName, run.Workflow, run.Event, run.Attempt, status, conclusion)
        {
            Jobs = [.. world.Model.JobsOf(run).Select(job => job.Id)],
        };
    }

    public static JobState Of(GitHubWorld world, ModelJob job) => new(
        job.Id, job.RunId, world.Model.Repository(world.Model.Run(job.RunId)!).FullName, job.Attempt, job.Template.Name,
        job.Template.Labels, job.Status, job.Conclusion)
    {
        RunnerId = job.RunnerId,
        RunnerName = job.RunnerName,
        QueuedAt = job.QueuedAt,
        StartedAt = job.StartedAt,
        CompletedAt = job.CompletedAt,
        Steps = [.. job.Results.Select(step => new StepState(step.Number, step.Name, step.Status, step.Conclusion))],
    };

    public static JobLog LogOf(GitHubWorld world, ModelJob job) => new(
        [.. world.Logs.StepLogsOf(job.RequestId).Select(
            log => new StepLog(log.Step.Name, TextOf(world, log.Name) ?? ""))])
    {
        Job = world.Logs.JobLogOf(job.RequestId) is { } name ? TextOf(world, name) : null,
    };

    private static string? TextOf(GitHubWorld world, string blob) =>
        world.Blobs.Read(blob) is { } bytes ? Encoding.UTF8.GetString(bytes) : null;

    private static RunnerState Of(ModelRunner runner) => new(
        runner.Id, runner.Name, runner.Scope, runner.GroupId, runner.Labels, runner.IsOnline, runner.IsBusy,
        runner.Version);

    private static DeliveryState Of(ModelDelivery delivery) => new(
        delivery.Id, delivery.Guid, delivery.HookId, delivery.Event, delivery.Action, delivery.IsRedelivery)
    {
        Status = delivery.Result?.Status, StatusCode = delivery.Result?.StatusCode,
    };
}
