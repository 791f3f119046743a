using Paddock.Core.Model;
using Paddock.Ports;
using Paddock.Ports.Forge;

namespace Paddock.Bench.Host;

/// <summary>A GitHub that grants every ticket after a fixed time and knows no other runner.</summary>
internal sealed class StubForge(TimeSpan ticketTime, TimeProvider time) : IForge
{
    private static readonly Ticket Ticket = new([new TicketFile(".runner", new Secret("{}"))]);

    private long _registrations;

    public async Task<TicketReply> TicketAsync(TicketRequest request, CancellationToken cancellationToken)
    {
        if (ticketTime > TimeSpan.Zero)
        {
            await Task.Delay(ticketTime, time, cancellationToken);
        }
        return new TicketReply.Granted(new Registration(Interlocked.Increment(ref _registrations)), Ticket);
    }

    public Task<RemoveReply> RemoveAsync(
        Scope scope, RunnerName name, Registration? registration, CancellationToken cancellationToken) =>
        Task.FromResult<RemoveReply>(new RemoveReply.Removed());

    public Task<FindReply> FindAsync(
        Scope scope, RunnerName name, Registration? registration, CancellationToken cancellationToken) =>
        Task.FromResult<FindReply>(new FindReply.Found(
            new ListedRunner(name, registration ?? new Registration(1), Online: true, Busy: false)));

    public Task<RunnerListReply> ListAsync(Scope scope, CancellationToken cancellationToken) =>
        Task.FromResult<RunnerListReply>(new RunnerListReply.Complete([]));

    public Task<JobReply> LookAtJobAsync(Scope scope, JobRow job, CancellationToken cancellationToken) =>
        Task.FromResult<JobReply>(new JobReply.Unknown(new Fault(FaultKind.NotFound, "It is not listed.")));

    public Task<RunReply> LookAtRunAsync(Scope scope, JobRow job, CancellationToken cancellationToken) =>
        Task.FromResult<RunReply>(new RunReply.Found(FromFork: false));
}
