using Paddock.Core.Model;

namespace Paddock.Engine.Watching;

/// <summary>
/// Asks a GitHub that fails again and again, one cheap question at a time, so that the end of an outage is seen though
/// nothing else has reason to ask; and looks at every runner before the planner is told of the end, so that nobody is
/// judged by what was seen in the midst of it.
/// </summary>
internal sealed class GitHubProbe(EngineContext engine, GitHubWatch watch, Inventory inventory, Lanes lanes, Bell bell)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(30);

    /// <summary>No runner has this name; that it is not there is an answer as good as any.</summary>
    private static readonly RunnerName Nobody = RunnerName.Of("paddock-probe");

    private int _turn;

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            await bell.WaitAsync(engine.Options.RunnerSweep, cancellationToken);
            await AttendAsync();
            if (watch.Troubled.Any())
            {
                await Task.Delay(Pause, engine.Doors.Time, cancellationToken);
                foreach (var connection in watch.Troubled.ToList())
                {
                    await AskAsync([.. ScopesOf(connection)]);
                }
                await AttendAsync();
            }
        }
    }

    private async Task AttendAsync()
    {
        foreach (var connection in watch.TakeRecovered())
        {
            foreach (var scope in ScopesOf(connection).ToList())
            {
                await inventory.ListRunnersAsync(scope);
            }
            await watch.TellGoodAsync(connection);
        }
    }

    /// <summary>In turn, so that one scope that fails for reasons of its own does not speak for all.</summary>
    private async Task AskAsync(IReadOnlyList<Scope> scopes)
    {
        if (scopes.Count == 0)
        {
            return;
        }
        var scope = scopes[_turn++ % scopes.Count];
        try
        {
            await lanes.Forge(scope, limit => engine.Doors.Forge.FindAsync(scope, Nobody, registration: null, limit));
        }
        catch (OperationCanceledException)
        {
            // Heard as silence; there is nobody else to tell.
        }
    }

    private IEnumerable<Scope> ScopesOf(string connection) =>
        inventory.ScopesInUse().Where(scope => scope.Connection == connection);
}
