using Paddock.Core.Model;
using Paddock.Ports;
using Paddock.Ports.Forge;

namespace Paddock.Tests.App.Http;

/// <summary>A GitHub that has no runners and takes its time with tickets, so that pictures stand still.</summary>
internal sealed class StillForge : IForge
{
    public async Task<TicketReply> TicketAsync(TicketRequest request, CancellationToken cancellationToken)
    {
        await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
        return new TicketReply.Lost("never");
    }

    public Task<RemoveReply> RemoveAsync(
        Scope scope, RunnerName name, Registration? registration, CancellationToken cancellationToken) =>
        Task.FromResult<RemoveReply>(new RemoveReply.NotFound());

    public Task<FindReply> FindAsync(
        Scope scope, RunnerName name, Registration? registration, CancellationToken cancellationToken) =>
        Task.FromResult<FindReply>(new FindReply.NotFound());

    public Task<RunnerListReply> ListAsync(Scope scope, CancellationToken cancellationToken) =>
        Task.FromResult<RunnerListReply>(new RunnerListReply.Complete([]));

    public Task<JobReply> LookAtJobAsync(Scope scope, JobRow job, CancellationToken cancellationToken) =>
        Task.FromResult<JobReply>(new JobReply.Unknown(new Fault(FaultKind.NotFound, "It is not listed.")));

    public Task<RunReply> LookAtRunAsync(Scope scope, JobRow job, CancellationToken cancellationToken) =>
        Task.FromResult<RunReply>(new RunReply.Found(FromFork: false));
}
