using Paddock.Core.Model;
using Paddock.Ports.Providers;

namespace Paddock.Engine;

/// <summary>
/// Bounded concurrency per connection and per provider, and a time limit for every call. The limit runs from the
/// call's turn, not from its request: waiting in the lane is our own doing.
/// </summary>
internal sealed class Lanes(Doors doors, EngineOptions options) : IDisposable
{
    private readonly Dictionary<string, Lane> _forge = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Lane> _providers = new(StringComparer.Ordinal);

    public Task<TReply> Forge<TReply>(Scope scope, Func<CancellationToken, Task<TReply>> call)
    {
        if (!_forge.TryGetValue(scope.Connection, out var lane))
        {
            _forge[scope.Connection] = lane = new Lane(options.ForgeCallsMax);
        }
        return lane.RunAsync(() => LimitAsync(options.ForgeLimit, call));
    }

    public Task<TReply> Provider<TReply>(
        ProviderName name, Func<IProvider, TimeSpan> limit, Func<IProvider, CancellationToken, Task<TReply>> call)
    {
        // Machines outlive the configuration that made them: a provider may have been renamed or removed meanwhile.
        var door = doors.Providers.TryGetValue(name, out var configured) ? configured : new AbsentProvider(name);
        if (!_providers.TryGetValue(name.Value, out var lane))
        {
            _providers[name.Value] = lane = new Lane(door.Traits.CallsMax);
        }
        return lane.RunAsync(() => LimitAsync(limit(door), token => call(door, token)));
    }

    private async Task<TReply> LimitAsync<TReply>(TimeSpan limit, Func<CancellationToken, Task<TReply>> call)
    {
        using var source = new CancellationTokenSource(limit, doors.Time);
        return await call(source.Token);
    }

    public void Dispose()
    {
        foreach (var lane in _forge.Values.Concat(_providers.Values))
        {
            lane.Dispose();
        }
    }
}
