using Paddock.Core.Model;
using Paddock.GitHub.Http;
using Paddock.Ports;

namespace Paddock.GitHub.Hooks;

/// <summary>
/// A GitHub App's own webhook. Its address, its events and whether it is on are its owner's to set on the App's page;
/// what else it needs can be mended from here, as the App itself.
/// </summary>
internal sealed class AppHookPlace(Connection connection, Scope scope, SteadyClock clock) : IHookPlace
{
    private static readonly IReadOnlyList<HookFlaw> Flawless = [];

    private readonly AppHookHome _home = new(connection, scope);

    private ApiCall Call => ApiCall.ForOperator(scope);

    private HookWish Wish => HookWish.Of(connection.Settings);

    public Task<HookReply> LookAsync(CancellationToken cancellationToken) => WithOwnAsync(
        hook => Task.FromResult<HookReply>(new HookReply.Done(HookDeed.Found, hook.Id, Flaws(hook))),
        cancellationToken);

    public Task<HookReply> SetUpAsync(CancellationToken cancellationToken) => WithOwnAsync(
        async hook => Wish.ToChange(hook.ToPayload()) is { } change
            ? await ChangeAsync(change, new(HookDeed.Repaired, hook.Id, Flaws(hook)), cancellationToken)
            : new HookReply.Done(HookDeed.Found, hook.Id, Flaws(hook)),
        cancellationToken);

    public Task<HookReply> RotateAsync(Secret secret, CancellationToken cancellationToken) => WithOwnAsync(
        hook => ChangeAsync(
            new HookConfigBody { Secret = secret.Reveal() }, new(HookDeed.Rotated, hook.Id, Flawless),
            cancellationToken),
        cancellationToken);

    public Task<HookReply> RemoveAsync(CancellationToken cancellationToken) => WithOwnAsync(
        _ => Task.FromResult<HookReply>(
            new HookReply.Refused(AppHookFault.CannotBeRemoved(connection.Settings), IsByHand: true)),
        cancellationToken);

    public HookReach Reach(long hook) => new(_home, hook, clock);

    private IReadOnlyList<HookFlaw> Flaws(AppHook hook) =>
        [.. AppHookFault.ByHand(hook), .. Wish.ConfigFlaws(hook.ToPayload())];

    private async Task<HookReply> WithOwnAsync(
        Func<AppHook, Task<HookReply>> work, CancellationToken cancellationToken)
    {
        var answer = await _home.ReadAsync(Call, cancellationToken);
        return !answer.Has(out var hook, out var refused) ? new HookReply.Refused(refused.Fault)
            : _home.IsOurs(hook) ? await work(hook)
            : new HookReply.Done(HookDeed.Absent, 0, Flawless);
    }

    private async Task<HookReply> ChangeAsync(
        HookConfigBody change, HookReply.Done done, CancellationToken cancellationToken)
    {
        var answer = await _home.ChangeAsync(Call, change, cancellationToken);
        return answer.Has(out _, out var refused) ? done : new HookReply.Refused(refused.Fault);
    }
}
