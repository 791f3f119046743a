using Paddock.Core.Facts;
using Paddock.Core.Folding;
using Paddock.Core.Model;
using Paddock.Ports.Forge;
using Paddock.Ports.Providers;
using Paddock.Ports.Sources;
using Paddock.Ports.Store;

namespace Paddock.Tests.Simulator;

/// <summary>A store that does what the one behind it does, but for what is set here.</summary>
internal sealed class AlteredStore(IStore inner) : IStore
{
    /// <summary>What is stored in place of an observation.</summary>
    public Func<Observation, Observation> Observed { get; init; } = fact => fact;

    /// <summary>Decisions that are called stored and are not.</summary>
    public Func<DecisionItem, bool> Swallows { get; init; } = _ => false;

    public string Install => inner.Install;

    public Task<Lease?> AcquireAsync(CancellationToken cancellationToken) => inner.AcquireAsync(cancellationToken);

    public Task<Observed> ObserveAsync(Report report, CancellationToken cancellationToken) =>
        inner.ObserveAsync(report with { Facts = [.. report.Facts.Select(Observed)] }, cancellationToken);

    public async Task<Decided> DecideAsync(DecisionBatch batch, CancellationToken cancellationToken)
    {
        var kept = batch.Items.Where(item => !Swallows(item)).ToList();
        var decided = await inner.DecideAsync(batch with { Items = kept }, cancellationToken);
        var accepted = new Queue<bool>(decided.Accepted);
        return decided with { Accepted = [.. batch.Items.Select(item => Swallows(item) || accepted.Dequeue())] };
    }

    public Task<IReadOnlyList<JournalEntry>> ReadSinceAsync(long seq, int entriesMax,
        CancellationToken cancellationToken) =>
        inner.ReadSinceAsync(seq, entriesMax, cancellationToken);

    public Task<OpenRows> LoadOpenAsync(CancellationToken cancellationToken) => inner.LoadOpenAsync(cancellationToken);

    public Task<Row?> LoadAsync(Subject subject, CancellationToken cancellationToken) =>
        inner.LoadAsync(subject, cancellationToken);
}

/// <summary>A provider that does what the one behind it does, but for what is set here.</summary>
internal sealed class AlteredProvider(IProvider inner) : IProvider
{
    public Func<MachineSpec, MachineSpec> Asked { get; init; } = spec => spec;

    public Func<MachineListReply.Complete, MachineListReply> Listed { get; init; } = list => list;

    /// <summary>Calls a machine gone without asking anybody.</summary>
    public bool OnlySaysGone { get; init; }

    public ProviderTraits Traits => inner.Traits;

    public Task<IReadOnlyList<Finding>> ValidateAsync(IReadOnlyList<Offer> offers,
        CancellationToken cancellationToken) =>
        inner.ValidateAsync(offers, cancellationToken);

    public Task<EnsureReply> EnsureAsync(MachineSpec spec, Ticket? ticket, CancellationToken cancellationToken) =>
        inner.EnsureAsync(Asked(spec), ticket, cancellationToken);

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

/// <summary>A GitHub that does what the one behind it does, but for what is set here.</summary>
internal sealed class AlteredForge(IForge inner) : IForge
{
    /// <summary>What becomes of a ticket; the request was carried out.</summary>
    public Func<TicketRequest, TicketReply, TicketReply> Ticketed { get; init; } = (_, reply) => reply;

    /// <summary>A registration that is made besides the one that was asked for; null for none.</summary>
    public Func<TicketRequest, RunnerName?> Besides { get; init; } = _ => null;

    public bool ListsNothing { get; init; }

    public async Task<TicketReply> TicketAsync(TicketRequest request, CancellationToken cancellationToken)
    {
        if (Besides(request) is { } name)
        {
            await inner.TicketAsync(request with { Name = name }, cancellationToken);
        }
        return Ticketed(request, await inner.TicketAsync(request, cancellationToken));
    }

    public Task<RemoveReply> RemoveAsync(
        Scope scope, RunnerName name, Registration? registration, CancellationToken cancellationToken) =>
        inner.RemoveAsync(scope, name, registration, cancellationToken);

    public Task<FindReply> FindAsync(
        Scope scope, RunnerName name, Registration? registration, CancellationToken cancellationToken) =>
        inner.FindAsync(scope, name, registration, cancellationToken);

    public async Task<RunnerListReply> ListAsync(Scope scope, CancellationToken cancellationToken) =>
        ListsNothing ? new RunnerListReply.Complete([]) : await inner.ListAsync(scope, cancellationToken);
}

/// <summary>A source that comes so much later each time than it should.</summary>
internal sealed class LateSource(ISource inner, TimeSpan late) : ISource
{
    public string Name => inner.Name;

    public async Task<SourceBatch> PullAsync(SourceView view, CancellationToken cancellationToken)
    {
        var batch = await inner.PullAsync(view, cancellationToken);
        return batch with { NextPullAt = batch.NextPullAt + late };
    }

    public Task AcknowledgeAsync(SourceBatch batch, CancellationToken cancellationToken) =>
        inner.AcknowledgeAsync(batch, cancellationToken);
}
