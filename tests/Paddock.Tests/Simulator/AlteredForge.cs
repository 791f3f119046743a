using Paddock.Core.Model;
using Paddock.Ports.Forge;

namespace Paddock.Tests.Simulator;

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
