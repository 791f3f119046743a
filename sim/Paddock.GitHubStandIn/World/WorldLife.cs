using Paddock.GitHubStandIn.Webhooks;

namespace Paddock.GitHubStandIn.World;

/// <summary>A world together with what moves it: time that passes, and letters that are carried.</summary>
internal sealed class WorldLife : IAsyncDisposable
{
    private static readonly TimeSpan TickEvery = TimeSpan.FromSeconds(1);

    private readonly Task _ticking;
    private readonly Task _carrying;

    public WorldLife(GitHubWorld world, HttpClient http)
    {
        World = world;
        _ticking = TickAsync(world);
        _carrying = new Courier(world, http).RunAsync();
    }

    public GitHubWorld World { get; }

    public async ValueTask DisposeAsync()
    {
        World.Dispose();
        foreach (var loop in (Task[])[_ticking, _carrying])
        {
            try
            {
                await loop;
            }
            catch (OperationCanceledException)
            {
                // How both of them end.
            }
        }
    }

    private static async Task TickAsync(GitHubWorld world)
    {
        while (true)
        {
            await Task.Delay(TickEvery, world.Options.Time, world.Ended);
            world.Tick();
        }
    }
}
