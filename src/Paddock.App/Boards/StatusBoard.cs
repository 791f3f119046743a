using Paddock.App.Api;
using Paddock.Core.Facts;
using Paddock.Core.Model;
using Paddock.Core.Policy;
using Paddock.Engine.Watching;
using Paddock.GitHub.Http.Rates;
using Paddock.Ports.Providers;

namespace Paddock.App.Boards;

/// <summary>The fleet at a glance.</summary>
internal static class StatusBoard
{
    public static StatusReply Of(Picture picture, Standing standing)
    {
        var (view, identity) = (picture.View, picture.View.Policy.Identity);
        return new StatusReply(
            identity.Fleet, identity.Install, identity.Mark, standing.Version, view.Snapshot.Epoch, standing.DryRun,
            standing.StartedAt, view.At, view.Snapshot.Seq, Totals(picture),
            [.. view.Policy.Pools.Select(pool => Pool(pool, picture))],
            [
                .. view.Health.OrderBy(door => door.Key, StringComparer.Ordinal)
                    .Select(door => new DoorReply(door.Key, door.Value.IsGood, door.Value.Message, door.Value.Since)),
                .. Refusals.Doors(picture),
            ],
            [.. standing.Budgets.Select(Budget)])
        {
            ReloadRefused = standing.ReloadRefused,
            UnderWay = [.. standing.UnderWay.All.Select(one => UnderWay(one.Provider, one.Work))],
            GitHub = [.. view.GitHub.Select(GitHub)],
            Kept =
            [
                .. view.Snapshot.Machines.Where(machine => machine.State == MachineState.Kept)
                    .OrderBy(machine => machine.KeptUntil).Select(Kept),
            ],
        };
    }

    private static UndertakingReply UnderWay(ProviderName provider, Undertaking work) => new(
        provider.Value, work.Text, work.Done, work.Total, work.Unit, work.Percent, work.Progress, work.Since);

    private static KeptReply Kept(MachineRow machine) => new(
        machine.Name.Value, machine.Provider.Value, machine.Plan?.Pool.Value, machine.Runner?.Value,
        machine.KeptUntil!.Value);

    private static GitHubReply GitHub(GitHubHealth health) => new(
        health.Connection, FactText.Code(health.Verdict), health.Detail, health.Since, health.ErrorRatio,
        health.WebhookLag?.TotalSeconds, health.AssignmentDelay?.TotalSeconds);

    private static TotalsReply Totals(Picture picture)
    {
        var counts = picture.Tally.Fleet;
        return new TotalsReply(
            counts.JobsWaiting, counts.JobsRunning, picture.Tally.JobsUnmatched, counts.RunnersStarting,
            counts.RunnersIdle, counts.RunnersBusy, counts.Machines, picture.View.Policy.RunnersMax);
    }

    private static PoolReply Pool(PoolPolicy pool, Picture picture)
    {
        var counts = picture.Tally.Pool(pool.Name);
        return new PoolReply(
            pool.Name.Value, FactText.Code(picture.ModeOf(pool.Name)),
            [.. pool.Scopes.Select(scope => scope.ToString())], pool.Labels.Texts,
            counts.JobsWaiting, counts.JobsRunning, counts.RunnersStarting, counts.RunnersIdle, counts.RunnersBusy,
            counts.Machines, pool.RunnersMax);
    }

    private static BudgetReply Budget(RateBudgetView budget) => new(
        budget.Identity, budget.HourlyLimit, budget.HourlyRemaining, budget.HourlyResetAt, budget.PausedUntil);
}
