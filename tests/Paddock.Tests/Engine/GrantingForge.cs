using Paddock.Core.Facts;
using Paddock.Core.Model;
using Paddock.Ports;
using Paddock.Ports.Forge;

namespace Paddock.Tests.Engine;

/// <summary>
/// Grants every ticket, lists nothing, and says of a job what the test says; null for "it is not listed". Runs come
/// from no fork unless the test says so.
/// </summary>
internal sealed class GrantingForge(Func<JobRow, JobObservation?>? answer = null) : IForge
{
    private volatile int _looks;
    private volatile int _runLooks;
    private volatile int _tickets;

    public int Looks => _looks;

    public int RunLooks => _runLooks;

    public int Tickets => _tickets;

    public Func<RunReply> Run { get; init; } = () => new RunReply.Found(FromFork: false);

    public Task<TicketReply> TicketAsync(TicketRequest request, CancellationToken cancellationToken) =>
        Task.FromResult<TicketReply>(new TicketReply.Granted(
            new Registration(Interlocked.Increment(ref _tickets)), new Ticket([])));

    public Task<RemoveReply> RemoveAsync(
        Scope scope, RunnerName name, Registration? registration, CancellationToken cancellationToken) =>
        Task.FromResult<RemoveReply>(new RemoveReply.NotFound());

    public Task<FindReply> FindAsync(
        Scope scope, RunnerName name, Registration? registration, CancellationToken cancellationToken) =>
        Task.FromResult<FindReply>(new FindReply.NotFound());

    public Task<RunnerListReply> ListAsync(Scope scope, CancellationToken cancellationToken) =>
        Task.FromResult<RunnerListReply>(new RunnerListReply.Complete([]));

    public Task<JobReply> LookAtJobAsync(Scope scope, JobRow job, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _looks);
        return Task.FromResult<JobReply>(answer?.Invoke(job) is { } report
            ? new JobReply.Found(report)
            : new JobReply.Unknown(new Fault(FaultKind.NotFound, "It is not listed.")));
    }

    public async Task<RunReply> LookAtRunAsync(Scope scope, JobRow job, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _runLooks);

        // Not at once, so that all who ask come while it is under way.
        await Task.Yield();
        return Run();
    }
}
