using Paddock.Core.Model;

namespace Paddock.Ports.Providers;

/// <summary>
/// Keeps what was learned of machines that are gone, for <c>paddock logs</c>. Bounded by its implementation in count
/// and bytes; losing an entry loses comfort, never correctness.
/// </summary>
public interface IDiagnosesShelf
{
    Task KeepAsync(MachineName machine, Diagnosis diagnosis, CancellationToken cancellationToken);
}
