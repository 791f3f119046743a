using System.Diagnostics.Metrics;
using Paddock.Core.Facts;
using Paddock.Core.Model;
using Paddock.Ports.Forge;

namespace Paddock.App.Metrics;

/// <summary>GitHub as the engine asks it, with the calls counted and timed by connection. Changes nothing.</summary>
internal sealed class MeteredForge(IForge inner, Meter meter, TimeProvider time) : IForge
{
    private readonly DoorMeter _calls = new(meter, "paddock_github", "connection", time);

    public Task<TicketReply> TicketAsync(TicketRequest request, CancellationToken cancellationToken) =>
        _calls.CallAsync(request.Scope.Connection, "ticket", () => inner.TicketAsync(request, cancellationToken),
            reply => reply switch
            {
                TicketReply.Refused refused => FactText.Code(refused.Fault.Kind),
                TicketReply.Lost => "lost",
                _ => "ok",
            });

    public Task<RemoveReply> RemoveAsync(
        Scope scope, RunnerName name, Registration? registration, CancellationToken cancellationToken) =>
        _calls.CallAsync(
            scope.Connection, "remove", () => inner.RemoveAsync(scope, name, registration, cancellationToken),
            reply => reply switch
            {
                RemoveReply.Refused refused => FactText.Code(refused.Fault.Kind),
                RemoveReply.Busy => "busy",
                _ => "ok",
            });

    public Task<FindReply> FindAsync(
        Scope scope, RunnerName name, Registration? registration, CancellationToken cancellationToken) =>
        _calls.CallAsync(scope.Connection, "find", () => inner.FindAsync(scope, name, registration, cancellationToken),
            reply => reply is FindReply.Refused refused ? FactText.Code(refused.Fault.Kind) : "ok");

    public Task<JobReply> LookAtJobAsync(Scope scope, JobRow job, CancellationToken cancellationToken) =>
        _calls.CallAsync(scope.Connection, "job", () => inner.LookAtJobAsync(scope, job, cancellationToken),
            reply => reply is JobReply.Unknown unknown ? FactText.Code(unknown.Fault.Kind) : "ok");

    public Task<RunReply> LookAtRunAsync(Scope scope, JobRow job, CancellationToken cancellationToken) =>
        _calls.CallAsync(scope.Connection, "run", () => inner.LookAtRunAsync(scope, job, cancellationToken),
            reply => reply is RunReply.Unknown unknown ? FactText.Code(unknown.Fault.Kind) : "ok");

    public Task<RunnerListReply> ListAsync(Scope scope, CancellationToken cancellationToken) =>
        _calls.CallAsync(scope.Connection, "list", () => inner.ListAsync(scope, cancellationToken),
            reply => reply is RunnerListReply.Refused refused ? FactText.Code(refused.Fault.Kind) : "ok");
}
