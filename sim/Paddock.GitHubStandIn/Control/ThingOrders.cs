using Paddock.GitHubModel;
using Paddock.GitHubStandIn.World;

namespace Paddock.GitHubStandIn.Control;

/// <summary>What people do with owners, repositories, groups and runners.</summary>
internal static class ThingOrders
{
    public static void AddOrganization(GitHubWorld world, NewOrganization order) =>
        world.Model.AddOrganization(order.Name);

    public static RepositoryState AddRepository(GitHubWorld world, long id, NewRepository order)
    {
        var made = world.Model.Repository(order.Owner, order.Name)
            ?? world.Model.AddRepository(order.Owner, order.Name, order.IsPrivate, order.OwnerIsOrganization);
        return new RepositoryState(made.Id, made.FullName);
    }

    public static RepositoryState Rename(GitHubWorld world, long id, RenamedRepository order)
    {
        var before = world.Model.Repository(Existing(world, id))!;
        world.Model.RenameRepository(id, order.Owner, order.Name);
        world.Hooks.Rename($"repos/{before.FullName}", $"repos/{order.Owner}/{order.Name}");
        return new RepositoryState(id, $"{order.Owner}/{order.Name}");
    }

    public static void Archive(GitHubWorld world, long id) => world.Model.ArchiveRepository(Existing(world, id));

    public static void Delete(GitHubWorld world, long id) =>
        world.Model.DeleteRepository(Existing(world, id), world.Now);

    public static GroupState AddGroup(GitHubWorld world, long id, NewGroup order)
    {
        var number = world.Model.Groups(order.Scope).Max(group => group.Id) + 1;
        world.Model.AddGroup(order.Scope, new ModelGroup(
            number, order.Name, IsDefault: false, order.AllowsPublicRepositories, order.SelectedRepositories));
        return new GroupState(number, order.Name);
    }

    public static void DropRunner(GitHubWorld world, long id)
    {
        if (!world.Model.DropIdle(id, world.Now))
        {
            throw new ControlException("The runner is not idle.");
        }
        world.Wakeups.Wake(id);
    }

    private static long Existing(GitHubWorld world, long id) =>
        world.Model.Repository(id) is null ? throw new ControlException($"There is no repository {id}.") : id;
}
