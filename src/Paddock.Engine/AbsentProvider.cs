using System.Runtime.CompilerServices;
using Paddock.Core.Model;
using Paddock.Ports;
using Paddock.Ports.Forge;
using Paddock.Ports.Providers;

namespace Paddock.Engine;

/// <summary>
/// Stands in for a provider that open machines name and the configuration no longer does. It refuses everything, so
/// these machines stay counted and are tried again until it is back; nothing else can say whether they are gone.
/// </summary>
internal sealed class AbsentProvider(ProviderName name) : IProvider
{
    public ProviderTraits Traits { get; } = new(
        HoldsBlanks: false, Watches: false, Diagnoses: false, Settle: TimeSpan.FromMinutes(1), CallsMax: 1,
        EnsureLimit: TimeSpan.FromMinutes(1));

    private Fault Fault { get; } = new(
        FaultKind.Transient,
        $"Provider {name} is not configured any more, and machines of it are left. Put it back until they are gone.");

    public Task<IReadOnlyList<Finding>> ValidateAsync(
        IReadOnlyList<Offer> offers, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<Finding>>([]);

    public Task<EnsureReply> EnsureAsync(MachineSpec spec, Ticket? ticket, CancellationToken cancellationToken) =>
        Task.FromResult<EnsureReply>(new EnsureReply.Refused(Fault));

    public Task<MachineListReply> ListAsync(CancellationToken cancellationToken) =>
        Task.FromResult<MachineListReply>(new MachineListReply.Refused(Fault));

    public Task<DeleteReply> DeleteAsync(MachineName name, CancellationToken cancellationToken) =>
        Task.FromResult<DeleteReply>(new DeleteReply.Refused(Fault));

    public async IAsyncEnumerable<MachineEvent> WatchAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask;
        yield break;
    }

    public Task<Diagnosis?> DiagnoseAsync(MachineName name, CancellationToken cancellationToken) =>
        Task.FromResult<Diagnosis?>(null);
}
