namespace Paddock.GitHub.Hooks;

/// <summary>
/// What of an existing hook is not its configuration. Sent without one, and so without its secret, it leaves the secret
/// as it is; a configuration without a secret takes the secret away (GitHub REST, "Update a repository webhook").
/// </summary>
internal sealed class HookEventsBody
{
    public bool Active { get; } = true;

    public IReadOnlyList<string> Events { get; } = HookWish.Events;
}
