using Microsoft.AspNetCore.Http;
using Paddock.App.Api;
using Paddock.App.Boards;
using Paddock.App.Composition;
using Paddock.Core.Model;
using Paddock.Ports.Providers;

namespace Paddock.App.Http.Admin;

/// <summary>The end of a runner's console: from its machine while that is there, else what was kept of it.</summary>
internal sealed class RunnerLogs(FleetDesk desk, Pictures pictures)
{
    private static readonly TimeSpan ProviderLimit = TimeSpan.FromSeconds(10);

    public async Task<Answer> LogAsync(HttpContext context)
    {
        if (pictures.Current is not { } picture)
        {
            return Problems.NotReady;
        }
        var name = context.PathValue("name");
        if (await MachineOfAsync(name, picture, context.RequestAborted) is not { } machine)
        {
            return Problems.NoSuchRunner(name, [.. picture.View.Snapshot.Runners.Select(runner => runner.Name.Value)]);
        }
        var live = await AskProviderAsync(picture.Machine(machine), context.RequestAborted);
        var diagnosis = live ?? await desk.Shelf.FindAsync(machine, context.RequestAborted);
        return diagnosis is null
            ? Problems.NoLog(name)
            : Answer.Json(
                new LogReply(name, live is not null, diagnosis.ExitCode, diagnosis.LogTail), ApiJson.Default.LogReply);
    }

    /// <summary>Asked by a runner's name or by its machine's, of this moment or of last week.</summary>
    private async Task<MachineName?> MachineOfAsync(string name, Picture picture, CancellationToken cancellationToken)
    {
        var runner = picture.Runner(name)
            ?? await desk.Store.LoadAsync(Subject.Of(RunnerName.Of(name)), cancellationToken) as RunnerRow;
        if (runner?.Plan is { } plan)
        {
            return plan.Machine;
        }
        return await desk.Store.LoadAsync(Subject.Of(MachineName.Of(name)), cancellationToken) is MachineRow row
            ? row.Name
            : null;
    }

    private async Task<Diagnosis?> AskProviderAsync(MachineRow? machine, CancellationToken cancellationToken)
    {
        if (machine is null || !desk.Providers.TryGetValue(machine.Provider, out var provider)
            || !provider.Traits.Diagnoses)
        {
            return null;
        }
        using var limit = new CancellationTokenSource(ProviderLimit, desk.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        try
        {
            return await provider.DiagnoseAsync(machine.Name, either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // A provider that does not answer in time; what was kept may still help.
            return null;
        }
    }
}
