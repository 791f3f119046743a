using Paddock.Engine;

namespace Paddock.App.Composition;

/// <summary>The engine on a thread of its own, drained by its pump until the engine ends (decision D1).</summary>
internal static class EngineThread
{
    /// <summary>Ends with the engine, and as the engine does: with its exception, if it had one.</summary>
    public static Task Start(Pump pump, FleetEngine engine, CancellationToken stop)
    {
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        new Thread(() => Live(pump, engine, ended, stop)) { Name = "paddock-engine", IsBackground = true }.Start();
        return ended.Task;
    }

    private static void Live(Pump pump, FleetEngine engine, TaskCompletionSource ended, CancellationToken stop)
    {
        try
        {
            pump.Run(() => engine.RunAsync(stop));
            ended.SetResult();
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            ended.SetResult();
        }
        catch (Exception defect)
        {
            ended.SetException(defect);
        }
    }
}
