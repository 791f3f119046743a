using Paddock.Core.Model;

namespace Paddock.Engine.Watching;

/// <summary>
/// Asks a GitHub that fails again and again, one cheap read at a time, so that the end of an outage is seen though
/// nothing else has reason to ask.
/// </summary>
internal sealed class GitHubProbe(EngineContext engine, GitHubWatch watch, Inventory inventory, Bell bell)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(30);

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            await bell.WaitAsync(engine.Options.RunnerSweep, cancellationToken);
            var troubled = watch.Troubled.ToList();
            if (troubled.Count == 0)
            {
                continue;
            }
            await Task.Delay(Pause, engine.Doors.Time, cancellationToken);
            foreach (var connection in watch.Troubled.ToList())
            {
                if (ScopeOf(connection) is { } scope)
                {
                    await inventory.ListRunnersAsync(scope);
                }
            }
        }
    }

    private Scope? ScopeOf(string connection) => inventory.ScopesInUse()
        .FirstOrDefault(scope => scope.Connection == connection);
}
