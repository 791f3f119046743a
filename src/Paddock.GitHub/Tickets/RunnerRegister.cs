using System.Net;
using Paddock.Core.Model;
using Paddock.GitHub.Http;
using Paddock.Ports;
using Paddock.Ports.Forge;

namespace Paddock.GitHub.Tickets;

/// <summary>
/// Looks at and removes registrations. A 404 alone says nothing, because GitHub also answers it to those who may not
/// see: it becomes <c>NotFound</c> only when the list of the same scope could be read and does not have the name.
/// </summary>
internal sealed class RunnerRegister(ApiClient api)
{
    public async Task<RemoveReply> RemoveAsync(
        Scope scope, RunnerName name, Registration? registration, CancellationToken cancellationToken)
    {
        if (registration is not null
            && await DeleteAsync(scope, registration.Id, cancellationToken) is { } reply)
        {
            return reply;
        }
        var found = await LookUpAsync(ApiCall.ForRemoval(scope), scope, name, cancellationToken);
        if (!found.Has(out var listed, out var refused))
        {
            return new RemoveReply.Refused(refused.Fault);
        }
        if (listed is null)
        {
            return new RemoveReply.NotFound();
        }
        return listed.Id == registration?.Id
            ? await SettleAsync(scope, listed.Id, cancellationToken)
            : await DeleteAsync(scope, listed.Id, cancellationToken) ?? new RemoveReply.NotFound();
    }

    public async Task<FindReply> FindAsync(
        Scope scope, RunnerName name, Registration? registration, CancellationToken cancellationToken)
    {
        var call = ApiCall.ForLook(scope);
        if (registration is not null)
        {
            var answer = await GetAsync(call, scope, registration.Id, cancellationToken);
            if (answer.Has(out var runner, out var refused) && runner.Name == name.Value)
            {
                return new FindReply.Found(Listed(runner));
            }
            if (refused is not null && refused.Status != HttpStatusCode.NotFound)
            {
                return new FindReply.Refused(refused.Fault);
            }
        }
        var found = await LookUpAsync(call, scope, name, cancellationToken);
        if (!found.Has(out var listed, out var unseen))
        {
            return new FindReply.Refused(unseen.Fault);
        }

        // Lists may be a minute old; the look by id was not, and we have just seen that the scope is visible.
        return listed is not null && listed.Id != registration?.Id
            ? new FindReply.Found(Listed(listed))
            : new FindReply.NotFound();
    }

    public async Task<RunnerListReply> ListAsync(Scope scope, CancellationToken cancellationToken)
    {
        var runners = new Dictionary<long, ListedRunner>();
        var total = 0;
        var pages = api.PagesAsync(
            ApiCall.ForLook(scope, remember: true), RunnerPaths.All(scope), GitHubJson.Default.RunnerPagePayload,
            cancellationToken);
        await foreach (var page in pages)
        {
            if (!page.Has(out var payload, out var refused))
            {
                return new RunnerListReply.Refused(refused.Fault);
            }
            total = payload.TotalCount;
            foreach (var runner in payload.Runners ?? [])
            {
                runners[runner.Id] = Listed(runner);
            }
        }

        // Runners that leave while we turn pages move others to a page we have read already.
        return runners.Count >= total
            ? new RunnerListReply.Complete([.. runners.Values])
            : new RunnerListReply.Refused(new Fault(
                FaultKind.Busy,
                $"{scope} has {total} runners and listed {runners.Count}: they changed meanwhile."));
    }

    /// <summary>Null when GitHub says that there is no such runner.</summary>
    private async Task<RemoveReply?> DeleteAsync(Scope scope, long id, CancellationToken cancellationToken)
    {
        var answer = await api.DeleteAsync(ApiCall.ForRemoval(scope), RunnerPaths.One(scope, id), cancellationToken);
        if (answer.Has(out _, out var refused))
        {
            return new RemoveReply.Removed();
        }
        return refused.Status switch
        {
            HttpStatusCode.NotFound => null,

            // The only reason GitHub gives for refusing to remove a runner: it runs a job.
            HttpStatusCode.UnprocessableEntity => new RemoveReply.Busy(refused.Said),
            _ => new RemoveReply.Refused(refused.Fault),
        };
    }

    /// <summary>
    /// Deleting says 404 and the list still shows it. Either the list is old, or the credential may look and not
    /// delete; taking the second for the first would destroy the machine of a runner that is at work.
    /// </summary>
    private async Task<RemoveReply> SettleAsync(Scope scope, long id, CancellationToken cancellationToken)
    {
        var answer = await GetAsync(ApiCall.ForRemoval(scope), scope, id, cancellationToken);
        if (answer.Has(out _, out var refused))
        {
            return new RemoveReply.Refused(new Fault(
                FaultKind.Unauthorized,
                $"The credential may see the runners of {scope} but not delete them: grant write where it has read."));
        }
        return refused.Status == HttpStatusCode.NotFound
            ? new RemoveReply.NotFound()
            : new RemoveReply.Refused(refused.Fault);
    }

    private Task<Answer<RunnerPayload>> GetAsync(
        ApiCall call, Scope scope, long id, CancellationToken cancellationToken) =>
        api.GetAsync(call, RunnerPaths.One(scope, id), GitHubJson.Default.RunnerPayload, cancellationToken);

    private async Task<Answer<RunnerPayload?>> LookUpAsync(
        ApiCall call, Scope scope, RunnerName name, CancellationToken cancellationToken)
    {
        var answer = await api.ListAsync(
            call, RunnerPaths.Named(scope, name), GitHubJson.Default.RunnerPagePayload, static page => page.Runners,
            cancellationToken);
        return answer.Has(out var runners, out var refused)
            ? new Answer<RunnerPayload?>.Ok(runners.FirstOrDefault(runner => runner.Name == name.Value))
            : refused.To<RunnerPayload?>();
    }

    private static ListedRunner Listed(RunnerPayload runner) =>
        new(RunnerName.Of(runner.Name ?? ""), new Registration(runner.Id), runner.Status == "online", runner.Busy);
}
