using Paddock.Providers.Calls;
using Paddock.Providers.Capacity;
using Paddock.Providers.Lxd.Api;

namespace Paddock.Providers.Lxd.Instances;

/// <summary>What the server has for instances, and what is promised of it.</summary>
internal sealed class Host(ServerCalls server, InstanceCalls instances, LxdSettings settings, TimeProvider time)
{
    private const string PoolDefault = "default";

    /// <summary>Hardware does not change, and what is promised of it is counted and not measured.</summary>
    private static readonly TimeSpan ResourcesLife = TimeSpan.FromMinutes(10);

    /// <summary>Others fill disks, too, but not within seconds.</summary>
    private static readonly TimeSpan DiskLife = TimeSpan.FromSeconds(10);

    private readonly Flights<string, ResourcesPayload> _resources = new(time, ResourcesLife);
    private readonly Flights<string, PoolResourcesPayload> _pools = new(time, DiskLife);

    /// <summary>Where root disks go: as configured, or as the usual pool is called.</summary>
    public string Pool => settings.StoragePool ?? PoolDefault;

    public async Task<Answer<HostRoom>> RoomAsync(CancellationToken cancellationToken)
    {
        var answer = await _resources.JoinAsync(
            "", () => server.ResourcesAsync(CancellationToken.None), cancellationToken);
        if (!answer.Has(out var has, out var refused))
        {
            return refused.To<HostRoom>();
        }
        var disk = await _pools.JoinAsync(
            Pool, () => server.PoolRoomAsync(Pool, CancellationToken.None), cancellationToken);

        // A restricted certificate may not see the pool; then the server has to say when it is full.
        long? free = disk.Has(out var pool, out _) && pool.Space is { Total: > 0 } space
            ? space.Total - space.Used
            : null;
        return new Answer<HostRoom>.Ok(new HostRoom(has.Cpu?.Total ?? 1, has.Memory?.Total ?? 0, free));
    }

    public async Task<Answer<Claim[]>> ClaimsAsync(CancellationToken cancellationToken)
    {
        var answer = await instances.ListAsync(cancellationToken);
        return answer.Has(out var all, out var refused)
            ? new Answer<Claim[]>.Ok([.. all
                .Where(instance => !InstanceReading.HasEnded(instance))
                .Select(instance => (instance.Name, Tags: Tags(instance.Config)))
                .Where(pair => pair.Tags.ContainsKey(Claim.MemoryLabel))
                .Select(pair => Claim.Read(pair.Name, pair.Tags))])
            : refused.To<Claim[]>();
    }

    private static Dictionary<string, string> Tags(Dictionary<string, string>? config) =>
        (config ?? []).Where(pair => pair.Key.StartsWith(InstanceReading.KeyPrefix, StringComparison.Ordinal))
        .ToDictionary(pair => pair.Key[InstanceReading.KeyPrefix.Length..], pair => pair.Value);
}
