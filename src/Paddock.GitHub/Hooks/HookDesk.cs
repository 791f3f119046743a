using Paddock.Core.Model;
using Paddock.GitHub.Http;
using Paddock.Ports;

namespace Paddock.GitHub.Hooks;

/// <summary>
/// Makes, looks at, changes and removes our own webhook at a scope: the one whose payload URL is the connection's
/// <see cref="GitHubConnection.WebhookUrl"/>. Hooks of others are never touched. Throws only
/// <see cref="OperationCanceledException"/> for the caller's token.
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

    /// <summary>Has GitHub send a ping, and waits a while for its log to say what came of it.</summary>
    public async Task<ReachReply> PingAsync(Scope scope, long hook, CancellationToken cancellationToken)
    {
        var place = PlaceOf(scope, out var refusal);
        return place is null
            ? new ReachReply.Refused(((HookReply.Refused)refusal!).Fault)
            : await new HookReach(place, hook, _clock).PingAsync(cancellationToken);
    }

    /// <summary>What came of the latest delivery, whatever it was.</summary>
    public async Task<ReachReply> LatestAsync(Scope scope, long hook, CancellationToken cancellationToken)
    {
        var place = PlaceOf(scope, out var refusal);
        return place is null
            ? new ReachReply.Refused(((HookReply.Refused)refusal!).Fault)
            : await new HookReach(place, hook, _clock).LatestAsync(cancellationToken);
    }

    private HookPlace? PlaceOf(Scope scope, out HookReply? refusal)
    {
        var connection = _connections.Find(scope);
        var fault = connection is null ? Connections.Unknown(scope)
            : scope.Kind == ScopeKind.Enterprise ? HookFault.Enterprise(connection.Settings.WebhookUrl)
            : connection.Settings.WebhookUrl is null ? HookFault.NoAddress(connection.Settings.Name)
            : null;
        refusal = fault is null ? null : new HookReply.Refused(fault);
        return fault is null ? new HookPlace(connection!, scope) : null;
    }
}
