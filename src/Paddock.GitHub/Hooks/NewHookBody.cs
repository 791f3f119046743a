namespace Paddock.GitHub.Hooks;

/// <summary>The whole of a new hook. GitHub's own defaults are pushes, as a form.</summary>
internal sealed class NewHookBody(HookConfigBody config)
{
    /// <summary>The only name a webhook may have.</summary>
    public string Name { get; } = "web";

    public bool Active { get; } = true;

    public IReadOnlyList<string> Events { get; } = HookWish.Events;

    public HookConfigBody Config => config;
}
