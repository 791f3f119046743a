using Paddock.Core.Model;
using Paddock.GitHub.Http;

namespace Paddock.GitHub.Hooks;

/// <summary>Finds our hook at one scope, and believes what it found for a while.</summary>
internal sealed class HookFinder(Connection connection, Scope scope)
{
    private static readonly TimeSpan Life = TimeSpan.FromMinutes(5);

    private (HookPayload Hook, DateTimeOffset At)? _found;

    public async Task<Answer<HookPayload>> FindAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (_found is { } found && now - found.At < Life)
        {
            return new Answer<HookPayload>.Ok(found.Hook);
        }
        var answer = await connection.Api.ListAsync(
            ApiCall.ForSweep(scope), HookPaths.All(scope), GitHubJson.Default.HookPayloadArray, static page => page,
            cancellationToken);
        if (!answer.Has(out var hooks, out var refused))
        {
            return HookFault.OfRefusal(refused, scope).To<HookPayload>();
        }
        var address = connection.Settings.WebhookUrl!;
        if (OwnHook.All(hooks, address) is not [var own, ..])
        {
            return new Answer<HookPayload>.Refused(HookFault.Missing(scope, address));
        }
        _found = (own, now);
        return new Answer<HookPayload>.Ok(own);
    }

    /// <summary>What was found is there no more: somebody may have made the hook anew.</summary>
    public void Forget() => _found = null;
}
