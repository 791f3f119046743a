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

    /// <summary>Which registration a runner is told to have, in every reply that names one.</summary>
    public Func<RunnerName, Registration, Registration> Numbered { get; init; } = (_, registration) => registration;

    public bool ListsNothing { get; init; }

    /// <summary>Each ticket is asked for as many times more, at once, without waiting for an answer.</summary>
    public int AsksAgain { get; init; }

    public async Task<TicketReply> TicketAsync(TicketRequest request, CancellationToken cancellationToken)
    {
        if (Besides(request) is { } name)
        {
            await inner.TicketAsync(request with { Name = name }, cancellationToken);
        }
        for (var i = 0; i < AsksAgain; i++)
        {
            var again = RunnerName.Of($"{request.Name}-{i}");
            _ = inner.TicketAsync(request with { Name = again }, cancellationToken);
        }
        var reply = Ticketed(request, await inner.TicketAsync(request, cancellationToken));
        return reply is TicketReply.Granted { Registration: { } registration } granted
            ? granted with { Registration = Numbered(request.Name, registration) }
            : reply;
    }

    public Task<RemoveReply> RemoveAsync(
        Scope scope, RunnerName name, Registration? registration, CancellationToken cancellationToken) =>
        inner.RemoveAsync(scope, name, registration, cancellationToken);

    public async Task<FindReply> FindAsync(
        Scope scope, RunnerName name, Registration? registration, CancellationToken cancellationToken) =>
        await inner.FindAsync(scope, name, registration, cancellationToken) switch
        {
            FindReply.Found found => new FindReply.Found(Altered(found.Runner)),
            var reply => reply,
        };

    public async Task<RunnerListReply> ListAsync(Scope scope, CancellationToken cancellationToken) =>
        await inner.ListAsync(scope, cancellationToken) switch
        {
            _ when ListsNothing => new RunnerListReply.Complete([]),
            RunnerListReply.Complete list => new RunnerListReply.Complete([.. list.Runners.Select(Altered)]),
            var reply => reply,
        };

    public Task<JobReply> LookAtJobAsync(Scope scope, JobRow job, CancellationToken cancellationToken) =>
        inner.LookAtJobAsync(scope, job, cancellationToken);

    public Task<RunReply> LookAtRunAsync(Scope scope, JobRow job, CancellationToken cancellationToken) =>
        inner.LookAtRunAsync(scope, job, cancellationToken);

    private ListedRunner Altered(ListedRunner runner) =>
        runner with { Registration = Numbered(runner.Name, runner.Registration) };
}
