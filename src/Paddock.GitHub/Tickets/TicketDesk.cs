using System.Net;
using Paddock.Core.Model;
using Paddock.GitHub.Http;
using Paddock.Ports;
using Paddock.Ports.Forge;

namespace Paddock.GitHub.Tickets;

/// <summary>
/// Asks for JIT configurations. The call is not idempotent and its reply cannot be had twice, so what matters is to
/// tell "certainly not made" from "perhaps made": the second is never asked again under the same name.
/// </summary>
internal sealed class TicketDesk(ApiClient api, RunnerGroups groups)
{
    public async Task<TicketReply> TicketAsync(TicketRequest request, CancellationToken cancellationToken)
    {
        var group = await groups.IdOfAsync(request.Scope, request.Group, cancellationToken);
        if (!group.Has(out var id, out var unknown))
        {
            return new TicketReply.Refused(unknown.Fault);
        }
        var answer = await AskAsync(request, id, cancellationToken);
        if (MayBeTheGroup(request.Scope, answer))
        {
            // Deleted and made anew under its name, it has another id. GitHub did nothing, so the name is still free.
            groups.Forget(request.Scope);
            var again = await groups.IdOfAsync(request.Scope, request.Group, cancellationToken);
            if (again.Has(out var fresh, out _) && fresh != id)
            {
                answer = await AskAsync(request, fresh, cancellationToken);
            }
        }
        return await ReadAsync(request.Scope, answer, cancellationToken);
    }

    private Task<Answer<JitPayload>> AskAsync(TicketRequest request, long group, CancellationToken cancellationToken) =>
        api.PostAsync(
            ApiCall.ForTicket(request.Scope),
            RunnerPaths.Jit(request.Scope),
            new JitRequestPayload(request.Name.Value, group, request.Labels.Texts),
            GitHubJson.Default.JitRequestPayload,
            GitHubJson.Default.JitPayload,
            cancellationToken);

    private static bool MayBeTheGroup(Scope scope, Answer<JitPayload> answer) =>
        scope.Kind != ScopeKind.Repository
        && !answer.Has(out _, out var refused)
        && refused.Status is HttpStatusCode.NotFound or HttpStatusCode.UnprocessableEntity
        && !IsFull(refused);

    /// <summary>"Runner group 1 has reached max limit of 10000 runners."</summary>
    private static bool IsFull(Answer<JitPayload>.Refused refused) =>
        refused.Status == HttpStatusCode.UnprocessableEntity
        && refused.Said.Contains("max limit", StringComparison.OrdinalIgnoreCase);

    private async Task<TicketReply> ReadAsync(
        Scope scope, Answer<JitPayload> answer, CancellationToken cancellationToken)
    {
        if (answer.Has(out var payload, out var refused))
        {
            return await GrantAsync(scope, payload, cancellationToken);
        }
        if (IsFull(refused))
        {
            return new TicketReply.Refused(new Fault(
                FaultKind.QuotaExceeded, $"{refused.Said} Offline runners that nobody needs fill it up; delete them."));
        }

        if (refused.Status == HttpStatusCode.NotFound && api.MayBeOld)
        {
            return new TicketReply.Refused(refused.Fault with
            {
                Message = $"{refused.Fault.Message} An Enterprise Server before 3.10 says so too, because it has no "
                    + "JIT configurations: then set tickets: registration_token on the connection.",
            });
        }

        // A conflict: our own earlier request succeeded without our hearing of it, or the name is somebody else's.
        return refused.Status == HttpStatusCode.Conflict || refused.Fault.Kind == FaultKind.Ambiguous
            ? new TicketReply.Lost(refused.Fault.Message, IsAnswer: refused.Status == HttpStatusCode.Conflict)
            : new TicketReply.Refused(refused.Fault);
    }

    private async Task<TicketReply> GrantAsync(Scope scope, JitPayload payload, CancellationToken cancellationToken)
    {
        var id = payload.Runner?.Id ?? 0;
        var problem = "the answer names no runner or holds no configuration";
        if (id > 0 && payload.EncodedJitConfig is { } blob && JitBlob.Unpack(blob, out problem) is { } ticket)
        {
            return new TicketReply.Granted(new Registration(id), ticket);
        }

        // Now there is a registration that nobody can use. Taken back, "certainly none was made" is true again.
        var message = $"GitHub's JIT configuration cannot be used: {problem}.";
        var removal = await api.DeleteAsync(ApiCall.ForRemoval(scope), RunnerPaths.One(scope, id), cancellationToken);
        return removal.Has(out _, out _)
            ? new TicketReply.Refused(new Fault(FaultKind.Fatal, message))
            : new TicketReply.Lost(message, IsAnswer: true);
    }
}
