using Paddock.Core.Model;
using Paddock.GitHub.Http;
using Paddock.Ports;

namespace Paddock.GitHub.Hooks;

/// <summary>
/// Makes, looks at, changes and removes our own webhook at a scope: the one whose payload URL is the connection's
/// <see cref="GitHubConnection.WebhookUrl"/>. Hooks of others are never touched. With
/// <see cref="GitHubConnection.HasAppWebhook"/> all scopes have the same one, the App's own, which can only be changed.
/// Throws only <see cref="OperationCanceledException"/> for the caller's token.
/// </summary>
public sealed class HookDesk
{
    private readonly Connections _connections;
    private readonly SteadyClock _clock;

    internal HookDesk(Connections connections, SteadyClock clock)
    {
        _connections = connections;
        _clock = clock;
    }

    /// <summary><c>app Iv23liacme</c>: what people know an App's own webhook by.</summary>
    public static string NameOf(GitHubConnection connection) => AppHookFault.NameOf(connection);

    /// <summary>What is to be done where an App's own webhook does not send to us.</summary>
    public static string RemedyOf(GitHubConnection connection) => AppHookFault.Remedy(connection.WebhookUrl!);

    public async Task<HookReply> LookAsync(Scope scope, CancellationToken cancellationToken)
    {
        var place = PlaceOf(scope, out var refusal);
        return place is null ? refusal! : await place.LookAsync(cancellationToken);
    }

    /// <summary>Makes it, or mends what is wrong with it and leaves the rest.</summary>
    public async Task<HookReply> SetUpAsync(Scope scope, CancellationToken cancellationToken)
    {
        var place = PlaceOf(scope, out var refusal);
        return place is null ? refusal! : await place.SetUpAsync(cancellationToken);
    }

    /// <summary>Puts another secret in, and nothing else.</summary>
    public async Task<HookReply> RotateAsync(Scope scope, Secret secret, CancellationToken cancellationToken)
    {
        var place = PlaceOf(scope, out var refusal);
        return place is null ? refusal! : await place.RotateAsync(secret, cancellationToken);
    }

    public async Task<HookReply> RemoveAsync(Scope scope, CancellationToken cancellationToken)
    {
        var place = PlaceOf(scope, out var refusal);
        return place is null ? refusal! : await place.RemoveAsync(cancellationToken);
    }

    /// <summary>
    /// Has GitHub send a ping, or whatever an App's webhook sent last, and waits a while for its log to say what came
    /// of it.
    /// </summary>
    public async Task<ReachReply> PingAsync(Scope scope, long hook, CancellationToken cancellationToken)
    {
        var place = PlaceOf(scope, out var refusal);
        return place is null
            ? new ReachReply.Refused(((HookReply.Refused)refusal!).Fault)
            : await place.Reach(hook).PingAsync(cancellationToken);
    }

    /// <summary>What came of the latest delivery, whatever it was.</summary>
    public async Task<ReachReply> LatestAsync(Scope scope, long hook, CancellationToken cancellationToken)
    {
        var place = PlaceOf(scope, out var refusal);
        return place is null
            ? new ReachReply.Refused(((HookReply.Refused)refusal!).Fault)
            : await place.Reach(hook).LatestAsync(cancellationToken);
    }

    private IHookPlace? PlaceOf(Scope scope, out HookReply? refusal)
    {
        var connection = _connections.Find(scope);
        if (connection is null)
        {
            refusal = new HookReply.Refused(Connections.Unknown(scope));
            return null;
        }
        var settings = connection.Settings;
        refusal = settings.WebhookUrl is null ? new HookReply.Refused(HookFault.NoAddress(settings.Name))
            : scope.Kind == ScopeKind.Enterprise && !settings.HasAppWebhook
                ? new HookReply.Refused(HookFault.Enterprise(settings.WebhookUrl), IsByHand: true)
                : null;
        return refusal is not null ? null
            : settings.HasAppWebhook ? new AppHookPlace(connection, scope, _clock)
            : new HookPlace(connection, scope, _clock);
    }
}
