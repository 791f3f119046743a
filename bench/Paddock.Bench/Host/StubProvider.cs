using System.Collections.Concurrent;
using System.Globalization;
using System.Runtime.CompilerServices;
using Paddock.Core.Model;
using Paddock.Ports.Forge;
using Paddock.Ports.Providers;

namespace Paddock.Bench.Host;

/// <summary>
/// A provider that makes a machine in no time and says when it was asked to: <c>create TIMESTAMP NAME</c> on standard
/// output. Timestamps are of the machine's monotonic clock, so another process can subtract its own.
/// </summary>
internal sealed class StubProvider(TimeProvider time) : IProvider
{
    private readonly ConcurrentDictionary<string, ListedMachine> _machines = new(StringComparer.Ordinal);

    public ProviderTraits Traits { get; } = new(
        HoldsBlanks: false, Watches: false, Diagnoses: false, Settle: TimeSpan.FromSeconds(5), CallsMax: 64,
        EnsureLimit: TimeSpan.FromMinutes(1));

    public Task<IReadOnlyList<Finding>> ValidateAsync(
        IReadOnlyList<Offer> offers, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<Finding>>([]);

    public Task<EnsureReply> EnsureAsync(MachineSpec spec, Ticket? ticket, CancellationToken cancellationToken)
    {
        var now = time.GetTimestamp();
        _machines[spec.Name.Value] = new ListedMachine(spec.Name, MachinePhase.Running, ExitCode: null, Message: "");
        Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"create {now} {spec.Name}"));
        return Task.FromResult<EnsureReply>(new EnsureReply.Done(Adopted: false));
    }

    public Task<MachineListReply> ListAsync(CancellationToken cancellationToken) =>
        Task.FromResult<MachineListReply>(new MachineListReply.Complete([.. _machines.Values], Foreign: 0));

    public Task<DeleteReply> DeleteAsync(MachineName name, CancellationToken cancellationToken)
    {
        if (_machines.TryRemove(name.Value, out _))
        {
            Console.Out.WriteLine($"delete {name}");
        }
        return Task.FromResult<DeleteReply>(new DeleteReply.Gone());
    }

    public async IAsyncEnumerable<MachineEvent> WatchAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask;
        yield break;
    }

    public Task<Diagnosis?> DiagnoseAsync(MachineName name, CancellationToken cancellationToken) =>
        Task.FromResult<Diagnosis?>(null);
}
