using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Paddock.Core.Model;
using Paddock.Ports;
using Paddock.Ports.Forge;
using Paddock.Ports.Providers;
using Paddock.Simulator.Faults;

namespace Paddock.Simulator.World;

/// <summary>The door of one engine to a provider: the calls and events of that engine, gone with it.</summary>
public sealed class SimProviderDoor(
    SimProvider provider, SimTime time, SimDice dice, FaultBox faults, SimCalls calls, StartLog starts, bool watches)
    : IProvider
{
    private readonly string _place = provider.Policy.Name.Value;

    private static readonly Fault Down = new(FaultKind.Transient, "The provider answers 503.");
    private static readonly Fault Unknown = new(FaultKind.Ambiguous, "The connection broke.");
    private static readonly Fault Broken = new(FaultKind.Transient, "The connection broke.");

    public ProviderTraits Traits { get; } = new(
        provider.Policy.HoldsBlanks, watches, Diagnoses: false, provider.Policy.Settle, CallsMax: 8,
        EnsureLimit: TimeSpan.FromSeconds(60));

    public Task<IReadOnlyList<Finding>> ValidateAsync(IReadOnlyList<Offer> offers,
        CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<Finding>>([]);

    public Task<EnsureReply> EnsureAsync(MachineSpec spec, Ticket? ticket, CancellationToken cancellationToken)
    {
        if (!spec.MustExist)
        {
            starts.Ask(_place, spec.Name.Value);
        }
        return starts.WatchAsync(_place, spec.Name.Value, reply => reply is EnsureReply.Done, () =>
            calls.CallAsync(
                calls.DrawFate("create", _place),
                () => provider.Limit() is { } fault ? new EnsureReply.Refused(fault) : provider.Ensure(spec, ticket),
                () => new EnsureReply.Refused(Down),
                () => new EnsureReply.Refused(Unknown),
                dice.Between(TimeSpan.Zero, provider.Policy.Settle / 2), cancellationToken));
    }

    public Task<MachineListReply> ListAsync(CancellationToken cancellationToken) =>
        calls.CallAsync(
            calls.DrawFate("machine list", _place),
            () => provider.Limit() is { } fault ? new MachineListReply.Refused(fault) : provider.List(),
            () => new MachineListReply.Refused(Down),
            () => new MachineListReply.Refused(Broken),
            TimeSpan.Zero, cancellationToken);

    public Task<DeleteReply> DeleteAsync(MachineName name, CancellationToken cancellationToken) =>
        calls.CallAsync(
            calls.DrawFate("delete", _place),
            () => provider.Limit() is { } fault ? new DeleteReply.Refused(fault) : provider.Delete(name),
            () => new DeleteReply.Refused(Down),
            () => new DeleteReply.Refused(Broken),
            dice.Between(TimeSpan.Zero, provider.Policy.Settle / 2), cancellationToken);

    public async IAsyncEnumerable<MachineEvent> WatchAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var news = Channel.CreateUnbounded<MachineEvent>();
        void Hear(MachineEvent happened)
        {
            if (faults.OutageOf(_place) is not null)
            {
                return;
            }
            var isGap = faults.Strikes("watch breaks", faults.Rates.WatchBreaks);
            time.After(dice.Millis(5, 500), () => news.Writer.TryWrite(isGap ? new MachineEvent.Gap() : happened));
        }
        provider.Happened += Hear;
        try
        {
            while (await news.Reader.WaitToReadAsync(cancellationToken))
            {
                while (news.Reader.TryRead(out var happened))
                {
                    yield return happened;
                }
            }
        }
        finally
        {
            provider.Happened -= Hear;
        }
    }

    public Task<Diagnosis?> DiagnoseAsync(MachineName name, CancellationToken cancellationToken) =>
        Task.FromResult<Diagnosis?>(null);
}
