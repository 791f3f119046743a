using System.Runtime.CompilerServices;
using Paddock.Core.Model;
using Paddock.Ports.Forge;
using Paddock.Ports.Providers;

namespace Paddock.Tests.App.Http;

/// <summary>A place without machines.</summary>
internal sealed class StillProvider : IProvider
{
    public ProviderTraits Traits { get; } = new(
        HoldsBlanks: false, Watches: false, Diagnoses: true, Settle: TimeSpan.FromSeconds(5), CallsMax: 4,
        EnsureLimit: TimeSpan.FromMinutes(1));

    public IReadOnlyList<Undertaking> UnderWay { get; set; } = [];

    /// <summary>What it knows of a machine it has.</summary>
    public Diagnosis? Diagnosis { get; set; }

    /// <summary>Asked for a diagnosis, it never answers.</summary>
    public bool Hangs { get; set; }

    /// <summary>Where it says its machines are.</summary>
    public NetworksReply Networks { get; set; } = NetworksReply.Known.None;

    public Task<NetworksReply> NetworksAsync(CancellationToken cancellationToken) => Task.FromResult(Networks);

    public Task<IReadOnlyList<Finding>> ValidateAsync(
        IReadOnlyList<Offer> offers, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<Finding>>([]);

    public Task<EnsureReply> EnsureAsync(MachineSpec spec, Ticket? ticket, CancellationToken cancellationToken) =>
        Task.FromResult<EnsureReply>(new EnsureReply.Done(Adopted: false));

    public Task<MachineListReply> ListAsync(CancellationToken cancellationToken) =>
        Task.FromResult<MachineListReply>(new MachineListReply.Complete([], 0));

    public Task<DeleteReply> DeleteAsync(MachineName name, CancellationToken cancellationToken) =>
        Task.FromResult<DeleteReply>(new DeleteReply.Gone());

    public async IAsyncEnumerable<MachineEvent> WatchAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
        yield break;
    }

    public async Task<Diagnosis?> DiagnoseAsync(MachineName name, CancellationToken cancellationToken)
    {
        await (Hangs
            ? Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken)
            : Task.CompletedTask);
        return Diagnosis;
    }
}
