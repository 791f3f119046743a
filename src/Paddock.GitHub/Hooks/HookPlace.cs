using Paddock.Core.Model;
using Paddock.GitHub.Http;
using Paddock.Ports;

namespace Paddock.GitHub.Hooks;

/// <summary>The webhooks of one repository or organization, as far as they are ours.</summary>
internal sealed class HookPlace(Connection connection, Scope scope, SteadyClock clock) : IHookPlace
{
    private static readonly IReadOnlyList<HookFlaw> Flawless = [];

    private ApiClient Api => connection.Api;

    private ApiCall Call => ApiCall.ForOperator(scope);

    private HookWish Wish => HookWish.Of(connection.Settings);

    public Task<HookReply> LookAsync(CancellationToken cancellationToken) => WithOwnAsync(
        hook => Task.FromResult<HookReply>(new HookReply.Done(HookDeed.Found, hook.Id, Wish.Flaws(hook))),
        Absent, cancellationToken);

    public Task<HookReply> SetUpAsync(CancellationToken cancellationToken) => WithOwnAsync(
        hook => MendAsync(hook, cancellationToken), () => MakeAtNeedAsync(cancellationToken), cancellationToken);

    public Task<HookReply> RotateAsync(Secret secret, CancellationToken cancellationToken) => WithOwnAsync(
        async hook =>
        {
            var body = new HookConfigBody { Secret = secret.Reveal() };
            return await ConfigureAsync(hook, body, cancellationToken)
                ?? new HookReply.Done(HookDeed.Rotated, hook.Id, Flawless);
        },
        Absent, cancellationToken);

    /// <summary>All that send to us: hooks with different events may share an address.</summary>
    public async Task<HookReply> RemoveAsync(CancellationToken cancellationToken)
    {
        var listed = await ListAsync(cancellationToken);
        if (!listed.Has(out var own, out var refused))
        {
            return Refused(refused, "read");
        }
        foreach (var hook in own)
        {
            var answer = await Api.DeleteAsync(Call, HookPaths.One(scope, hook.Id), cancellationToken);
            if (!answer.Has(out _, out var kept))
            {
                return Refused(kept, "write");
            }
        }
        return own.Count == 0 ? await Absent() : new HookReply.Done(HookDeed.Removed, own[0].Id, Flawless);
    }

    public HookReach Reach(long hook) => new(new ScopeHookHome(connection, scope), hook, clock);

    private async Task<HookReply> WithOwnAsync(
        Func<HookPayload, Task<HookReply>> work, Func<Task<HookReply>> absent, CancellationToken cancellationToken)
    {
        var listed = await ListAsync(cancellationToken);
        if (!listed.Has(out var own, out var refused))
        {
            return Refused(refused, "read");
        }
        return own.Count == 0 ? await absent() : await work(own[0]);
    }

    /// <summary>Ours, the one that sends jobs first.</summary>
    private async Task<Answer<IReadOnlyList<HookPayload>>> ListAsync(CancellationToken cancellationToken)
    {
        var answer = await Api.ListAsync(
            Call, HookPaths.All(scope), GitHubJson.Default.HookPayloadArray, static page => page, cancellationToken);
        return answer.Has(out var hooks, out var refused)
            ? new Answer<IReadOnlyList<HookPayload>>.Ok(OwnHook.All(hooks, Wish.Url))
            : refused;
    }

    private async Task<HookReply> MakeAtNeedAsync(CancellationToken cancellationToken)
    {
        if (connection.AppApi is not null)
        {
            var app = await new AppHookHome(connection, scope).FindAsync(Call, cancellationToken);
            if (app.Has(out _, out _))
            {
                return new HookReply.Refused(AppHookFault.TellsAlready(connection.Settings), IsByHand: true);
            }
        }
        return await MakeAsync(cancellationToken);
    }

    private async Task<HookReply> MakeAsync(CancellationToken cancellationToken)
    {
        var answer = await Api.PostAsync(
            Call, HookPaths.Make(scope), Wish.ToNew(), GitHubJson.Default.NewHookBody, GitHubJson.Default.HookPayload,
            cancellationToken);
        return answer.Has(out var made, out var refused)
            ? new HookReply.Done(HookDeed.Created, made.Id, Flawless)
            : Refused(refused, "write");
    }

    /// <summary>
    /// The configuration first: a hook that is switched on before it has its secret would only collect refusals.
    /// </summary>
    private async Task<HookReply> MendAsync(HookPayload hook, CancellationToken cancellationToken)
    {
        var flaws = Wish.Flaws(hook);
        if (Wish.ToChange(hook) is { } change && await ConfigureAsync(hook, change, cancellationToken) is { } refusal)
        {
            return refusal;
        }
        if (HookWish.HasOtherEvents(hook))
        {
            var answer = await Api.PatchAsync(
                Call, HookPaths.One(scope, hook.Id), new HookEventsBody(), GitHubJson.Default.HookEventsBody,
                GitHubJson.Default.HookPayload, cancellationToken);
            if (!answer.Has(out _, out var refused))
            {
                return Refused(refused, "write");
            }
        }
        return new HookReply.Done(flaws.Count == 0 ? HookDeed.Found : HookDeed.Repaired, hook.Id, flaws);
    }

    /// <summary>Null when it is done.</summary>
    private async Task<HookReply?> ConfigureAsync(
        HookPayload hook, HookConfigBody change, CancellationToken cancellationToken)
    {
        var answer = await Api.PatchAsync(
            Call, HookPaths.Config(scope, hook.Id), change, GitHubJson.Default.HookConfigBody,
            GitHubJson.Default.HookConfigPayload, cancellationToken);
        return answer.Has(out _, out var refused) ? null : Refused(refused, "write");
    }

    private static Task<HookReply> Absent() =>
        Task.FromResult<HookReply>(new HookReply.Done(HookDeed.Absent, 0, Flawless));

    private HookReply.Refused Refused<T>(Answer<T>.Refused refused, string access) =>
        new(HookFault.OfRefusal(refused, scope, access).Fault);
}
