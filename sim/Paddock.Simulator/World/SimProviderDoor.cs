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
            CallAsync(
                "create", () => provider.Ensure(spec, ticket), fault => new EnsureReply.Refused(fault),
                new EnsureReply.Refused(Unknown), dice.Between(TimeSpan.Zero, provider.Policy.Settle / 2),
                cancellationToken));
    }

    public Task<MachineListReply> ListAsync(CancellationToken cancellationToken) =>
        CallAsync(
            "machine list", provider.List, fault => new MachineListReply.Refused(fault),
            new MachineListReply.Refused(Broken), TimeSpan.Zero, cancellationToken);

    public Task<DeleteReply> DeleteAsync(MachineName name, CancellationToken cancellationToken) =>
        CallAsync(
            "delete", () => provider.Delete(name), fault => new DeleteReply.Refused(fault),
            new DeleteReply.Refused(Broken), dice.Between(TimeSpan.Zero, provider.Policy.Settle / 2),
            cancellationToken);

    /// <summary>One request, told to the provider's log when it is sent and when its answer is heard.</summary>
    private async Task<TReply> CallAsync<TReply>(
        string what, Func<TReply> serve, Func<Fault, TReply> refused, TReply broken, TimeSpan late,
        CancellationToken limit)
    {
        var number = provider.Requests.Send();
        LimitWord? means = null;
        try
        {
            var (reply, word) = await calls.CallAsync<(TReply Reply, LimitWord? Means)>(
                calls.DrawFate(what, _place),
                () => provider.Limit() is var (fault, notBefore)
                    ? (refused(fault), new LimitWord(IsRefusal: true, notBefore))
                    : (serve(), default(LimitWord)),
                () => (refused(Down), default(LimitWord)),
                () => (broken, null),
                late, limit);
            means = word;
            return reply;
        }
        finally
        {
            provider.Requests.Hear(number, means);
        }
    }

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

        // A channel that is told of a cancellation hops to the thread pool before it says so; one that is completed
        // does not.
        using var end = cancellationToken.Register(() => news.Writer.TryComplete());
        try
        {
            while (await news.Reader.WaitToReadAsync(CancellationToken.None))
            {
                while (news.Reader.TryRead(out var happened))
                {
                    yield return happened;
                }
            }
            cancellationToken.ThrowIfCancellationRequested();
        }
        finally
        {
            provider.Happened -= Hear;
        }
    }

    public Task<Diagnosis?> DiagnoseAsync(MachineName name, CancellationToken cancellationToken) =>
        Task.FromResult<Diagnosis?>(null);
}
