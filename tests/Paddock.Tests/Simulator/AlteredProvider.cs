using Paddock.Core.Model;
using Paddock.Ports.Forge;
using Paddock.Ports.Providers;

namespace Paddock.Tests.Simulator;

/// <summary>A provider that does what the one behind it does, but for what is set here.</summary>
internal sealed class AlteredProvider(IProvider inner) : IProvider
{
    public Func<MachineSpec, MachineSpec> Asked { get; init; } = spec => spec;

    /// <summary>Why a machine is not made; null where the provider decides.</summary>
    public Func<MachineSpec, Paddock.Ports.Fault?> Refused { get; init; } = _ => null;

    public Func<MachineListReply.Complete, MachineListReply> Listed { get; init; } = list => list;

    /// <summary>Calls a machine gone without asking anybody.</summary>
    public bool OnlySaysGone { get; init; }

    public ProviderTraits Traits => inner.Traits;

    public Task<IReadOnlyList<Finding>> ValidateAsync(IReadOnlyList<Offer> offers,
        CancellationToken cancellationToken) =>
        inner.ValidateAsync(offers, cancellationToken);

    public Task<EnsureReply> EnsureAsync(MachineSpec spec, Ticket? ticket, CancellationToken cancellationToken) =>
        Refused(spec) is { } fault
            ? Task.FromResult<EnsureReply>(new EnsureReply.Refused(fault))
            : inner.EnsureAsync(Asked(spec), ticket, cancellationToken);

    public async Task<MachineListReply> ListAsync(CancellationToken cancellationToken) =>
        await inner.ListAsync(cancellationToken) is MachineListReply.Complete list
            ? Listed(list)
            : new MachineListReply.Refused(new(FaultKind.Transient, "down"));

    public Task<DeleteReply> DeleteAsync(MachineName name, CancellationToken cancellationToken) =>
        OnlySaysGone ? Task.FromResult<DeleteReply>(new DeleteReply.Gone())
            : inner.DeleteAsync(name, cancellationToken);

    public IAsyncEnumerable<MachineEvent> WatchAsync(CancellationToken cancellationToken) =>
        inner.WatchAsync(cancellationToken);

    public Task<Diagnosis?> DiagnoseAsync(MachineName name, CancellationToken cancellationToken) =>
        inner.DiagnoseAsync(name, cancellationToken);
}
