using Paddock.Core.Model;
using Paddock.Ports.Providers;

namespace Paddock.Tests.Engine;

/// <summary>Keeps nothing.</summary>
internal sealed class NoShelf : IDiagnosesShelf
{
    public Task KeepAsync(MachineName machine, Diagnosis diagnosis, CancellationToken cancellationToken) =>
        Task.CompletedTask;
}
