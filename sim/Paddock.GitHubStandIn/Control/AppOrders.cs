using Paddock.GitHubModel;
using Paddock.GitHubStandIn.World;

namespace Paddock.GitHubStandIn.Control;

/// <summary>What people do with Apps and their installations.</summary>
internal static class AppOrders
{
    public static void Add(GitHubWorld world, NewApp order)
    {
        if (world.Apps.Find(order.ClientId) is not null)
        {
            throw new ControlException($"There is an App {order.ClientId} already.");
        }
        world.Apps.Add(order.ClientId, order.Name, order.Owner, order.PublicKey, order.Permissions);
    }

    public static void Change(GitHubWorld world, ChangedApp order)
    {
        var app = world.Apps.Find(order.ClientId)
            ?? throw new ControlException($"There is no App {order.ClientId}.");
        if (order.Permissions is { } permissions)
        {
            world.Apps.Change(app with { Permissions = permissions });
        }
        if (order.Webhook is { } webhook)
        {
            world.Hooks.Of(ModelHook.AppScope).ToList().ForEach(hook => world.Hooks.Delete(hook.Id));
            world.Hooks.Create(ModelHook.AppScope, webhook.ToSettings(), world.Now);
        }
    }

    public static InstallationState Install(GitHubWorld world, long id, NewInstallation order)
    {
        var app = world.Apps.Find(order.ClientId)
            ?? throw new ControlException($"There is no App {order.ClientId}.");
        if (world.Apps.InstallationOn(app, order.Owner) is not null)
        {
            throw new ControlException($"The App is installed on {order.Owner} already.");
        }
        var made = world.Apps.Install(app, order.Owner, world.Now);
        world.Apps.Change(made with { Repositories = order.Repositories });
        return new InstallationState(made.Id);
    }

    public static void Uninstall(GitHubWorld world, long id) => world.Apps.Uninstall(Find(world, id).Id);

    public static void Suspend(GitHubWorld world, long id) =>
        world.Apps.Change(Find(world, id) with { SuspendedAt = world.Now });

    public static void Unsuspend(GitHubWorld world, long id) =>
        world.Apps.Change(Find(world, id) with { SuspendedAt = null });

    /// <summary>All its tokens end now.</summary>
    public static void Revoke(GitHubWorld world, long id) => world.Apps.Revoke(Find(world, id).Id);

    public static InstallationState Grant(GitHubWorld world, long id, GrantedPermissions order)
    {
        world.Apps.Change(Find(world, id) with { Permissions = order.Permissions });
        return new InstallationState(id);
    }

    private static AppInstallation Find(GitHubWorld world, long id) =>
        world.Apps.Installation(id) ?? throw new ControlException($"There is no installation {id}.");
}
