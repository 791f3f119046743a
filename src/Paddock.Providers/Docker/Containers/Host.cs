using Paddock.Providers.Calls;
using Paddock.Providers.Capacity;
using Paddock.Providers.Docker.Api;

namespace Paddock.Providers.Docker.Containers;

/// <summary>The engine's host: what it has. Asked rarely, except for its disk, which others fill.</summary>
internal sealed class Host(EngineClient engine, EngineAddress address, ContainerCalls containers)
{
    /// <summary>An ended container holds neither memory nor processors.</summary>
    private static readonly string[] HoldingStates = ["created", "running", "paused", "restarting"];

    private static readonly TimeSpan InfoLife = TimeSpan.FromMinutes(1);

    private readonly Flights<string, InfoPayload> _infos = new(engine.Time, InfoLife);

    public Task<Answer<InfoPayload>> InfoAsync(CancellationToken cancellationToken) =>
        _infos.JoinAsync(
            "info", () => engine.GetAsync("/info", EngineJson.Default.InfoPayload, CancellationToken.None),
            cancellationToken);

    public async Task<Answer<HostRoom>> RoomAsync(CancellationToken cancellationToken)
    {
        var answer = await InfoAsync(cancellationToken);
        return answer.Has(out var info, out var refused)
            ? new Answer<HostRoom>.Ok(RoomOf(info))
            : refused.To<HostRoom>();
    }

    public async Task<Answer<Claim[]>> ClaimsAsync(CancellationToken cancellationToken)
    {
        var answer = await containers.ListAsync([Claim.MemoryLabel], cancellationToken);
        return answer.Has(out var lines, out var refused)
            ? new Answer<Claim[]>.Ok([.. lines
                .Where(line => HoldingStates.Contains(line.State))
                .Select(line => Claim.Read(line.Name, line.Labels ?? []))])
            : refused.To<Claim[]>();
    }

    public HostRoom RoomOf(InfoPayload info) => new(info.Cpus, info.MemoryBytes, DiskFree(info.DockerRootDir));

    /// <summary>
    /// Only an engine behind a socket of this host has its files here too, unless we are in a container.
    /// </summary>
    private long? DiskFree(string? directory)
    {
        if (address.SocketPath is null || directory is null || !Path.IsPathRooted(directory))
        {
            return null;
        }
        try
        {
            return new DriveInfo(directory).AvailableFreeSpace;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
