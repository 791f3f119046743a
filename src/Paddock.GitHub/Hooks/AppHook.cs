using Paddock.GitHub.Auth;

namespace Paddock.GitHub.Hooks;

/// <summary>An App's own webhook: what it sends stands at the App, how it sends it in its configuration.</summary>
/// <param name="Config">Null where GitHub knows of none.</param>
internal sealed record AppHook(AppPayload App, HookConfigPayload? Config)
{
    public long Id => App.Id;

    /// <summary>GitHub sends an App no event of which it may not see the thing itself.</summary>
    public bool MaySeeJobs => App.Permissions is null || App.Permissions.ContainsKey("actions");

    /// <summary>As if it were one of several.</summary>
    public HookPayload ToPayload() => new() { Id = Id, Events = App.Events, Config = Config };
}
