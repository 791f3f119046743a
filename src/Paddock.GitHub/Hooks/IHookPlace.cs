using Paddock.Ports;

namespace Paddock.GitHub.Hooks;

/// <summary>A place where our webhook is looked after; see <see cref="HookDesk"/> for what each verb does.</summary>
internal interface IHookPlace
{
    Task<HookReply> LookAsync(CancellationToken cancellationToken);

    Task<HookReply> SetUpAsync(CancellationToken cancellationToken);

    Task<HookReply> RotateAsync(Secret secret, CancellationToken cancellationToken);

    Task<HookReply> RemoveAsync(CancellationToken cancellationToken);

    /// <summary>Whether GitHub reaches us, by the log of this hook.</summary>
    HookReach Reach(long hook);
}
