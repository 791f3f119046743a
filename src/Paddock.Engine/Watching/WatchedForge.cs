using Paddock.Core.Model;
using Paddock.Ports;
using Paddock.Ports.Forge;

namespace Paddock.Engine.Watching;

/// <summary>
/// GitHub as the engine asks it, with every answer heard by <see cref="GitHubWatch"/>. Changes nothing. Only what says
/// that GitHub itself does not work is a failure: a refusal, however stern, is an answer.
/// </summary>
internal sealed class WatchedForge(IForge inner, GitHubWatch watch) : IForge
{
    private const string NoAnswer = "GitHub did not answer in time.";

    public Task<TicketReply> TicketAsync(TicketRequest request, CancellationToken cancellationToken) =>
        HearAsync(request.Scope, inner.TicketAsync(request, cancellationToken), reply => reply switch
        {
            TicketReply.Refused { Fault: var fault } => fault,
            TicketReply.Lost { IsAnswer: false, Message: var message } => new Fault(FaultKind.Ambiguous, message),
            _ => null,
        });

    public Task<RemoveReply> RemoveAsync(
        Scope scope, RunnerName name, Registration? registration, CancellationToken cancellationToken) =>
        HearAsync(
            scope, inner.RemoveAsync(scope, name, registration, cancellationToken),
            reply => (reply as RemoveReply.Refused)?.Fault);

    public Task<FindReply> FindAsync(
        Scope scope, RunnerName name, Registration? registration, CancellationToken cancellationToken) =>
        HearAsync(
            scope, inner.FindAsync(scope, name, registration, cancellationToken),
            reply => (reply as FindReply.Refused)?.Fault);

    /// <summary>A list of many pages that runs out of time says nothing: each page may have come at once.</summary>
    public Task<RunnerListReply> ListAsync(Scope scope, CancellationToken cancellationToken) =>
        HearAsync(
            scope, inner.ListAsync(scope, cancellationToken), reply => (reply as RunnerListReply.Refused)?.Fault,
            hearsSilence: false);

    public Task<JobReply> LookAtJobAsync(Scope scope, JobRow job, CancellationToken cancellationToken) =>
        HearAsync(
            scope, inner.LookAtJobAsync(scope, job, cancellationToken), reply => (reply as JobReply.Unknown)?.Fault);

    public Task<RunReply> LookAtRunAsync(Scope scope, JobRow job, CancellationToken cancellationToken) =>
        HearAsync(
            scope, inner.LookAtRunAsync(scope, job, cancellationToken), reply => (reply as RunReply.Unknown)?.Fault);

    private async Task<TReply> HearAsync<TReply>(
        Scope scope, Task<TReply> call, Func<TReply, Fault?> faultOf, bool hearsSilence = true)
    {
        try
        {
            var reply = await call;
            await HearAsync(scope, faultOf(reply));
            return reply;
        }
        catch (OperationCanceledException) when (hearsSilence)
        {
            await watch.HearAsync(scope, isGood: false, NoAnswer);
            throw;
        }
    }

    private Task HearAsync(Scope scope, Fault? fault) => fault?.Kind switch
    {
        // A pause for a rate limit is our own: nothing was asked, so nothing was learned.
        FaultKind.RateLimited => Task.CompletedTask,
        FaultKind.Transient or FaultKind.Ambiguous => watch.HearAsync(scope, isGood: false, fault.Message),
        _ => watch.HearAsync(scope, isGood: true, ""),
    };
}
