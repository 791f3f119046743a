using Paddock.App.Api;
using Paddock.Core.Facts;
using Paddock.Core.Model;

namespace Paddock.App.Boards;

/// <summary>Open runners as the API tells them, with their machines.</summary>
internal static class RunnerBoard
{
    public static RunnersReply Open(Picture picture, int runnersMax)
    {
        var runners = picture.View.Snapshot.Runners
            .Where(runner => runner.IsOpen)
            .OrderBy(runner => runner.Plan?.Pool.Value ?? "~", StringComparer.Ordinal)
            .ThenBy(runner => runner.Plan?.PlannedAt)
            .ThenBy(runner => runner.Name.Value, StringComparer.Ordinal)
            .ToList();
        return new RunnersReply([.. runners.Take(runnersMax).Select(runner => Of(runner, picture))])
        {
            Total = runners.Count,
        };
    }

    public static RunnerReply Of(RunnerRow runner, Picture picture)
    {
        var machine = picture.MachineOf(runner);
        return new RunnerReply(
            runner.Name.Value, FactText.Code(runner.State), runner.Plan?.Pool.Value,
            (runner.Plan?.Class.Scope ?? runner.Scope)?.ToString(), machine?.Provider.Value,
            runner.Plan?.Machine.Value, machine is null ? null : FactText.Code(machine.State),
            runner.Took?.Job.ToString(), runner.Plan?.Class.Labels.Texts ?? [], runner.Plan?.PlannedAt,
            machine?.Plan?.Deadline);
    }
}
