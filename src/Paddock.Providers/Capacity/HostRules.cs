using Paddock.Core.Model;

namespace Paddock.Providers.Capacity;

/// <summary>How much of a host may be promised to machines that share it.</summary>
/// <param name="Machines">What they are, in messages: <c>containers</c>.</param>
/// <param name="MemoryReserveBytes">Memory of the host that no runner gets.</param>
/// <param name="DiskFreeMinBytes">With less free disk than this no further machine is made.</param>
/// <param name="CpuOvercommit">Processors that may be promised, as a multiple of those the host has.</param>
/// <param name="Disk">Whose disk it is, and how some of it is freed, in messages.</param>
internal sealed record HostRules(
    ProviderName Provider, string Machines, long MemoryReserveBytes, long DiskFreeMinBytes, double CpuOvercommit,
    (string Name, string Remedy) Disk);
