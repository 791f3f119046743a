namespace Paddock.App.Configuration.Import;

/// <summary>What the charm is to keep idle of one kind.</summary>
/// <param name="Key">The option that says so.</param>
/// <param name="Type">As Paddock and the charm's labels call it.</param>
internal sealed record CharmStock(string Key, string Pool, string Type, int Idle)
{
    private const string Containers = "containers";
    private const string Machines = "virtual-machines";
    private const string VirtualMachine = "virtual-machine";

    /// <summary>Of all there are, in the charm's later versions; null for no limit.</summary>
    public int? RunnersMax { get; init; }

    public bool IsMachine => Type == VirtualMachine;

    /// <summary>
    /// <c>quantity</c> is deprecated and counts only where neither of the two that replaced it does: added to
    /// <c>virtual-machines</c>, as the charm did, its default made three containers that nobody had asked for.
    /// </summary>
    public static IReadOnlyList<CharmStock> Read(ForeignKeys keys)
    {
        var (containers, machines, quantity) = (
            keys.Count(Containers) ?? 0, keys.Count(Machines) ?? 0, keys.Count("quantity") ?? 0);
        var floor = keys.Count("base-virtual-machines") ?? 0;
        var most = keys.Count("max-total-virtual-machines") is { } count and > 0 ? count : (int?)null;
        machines = Math.Max(machines, floor);
        if (quantity > 0 && containers + machines > 0)
        {
            keys.Tell("quantity", "it is deprecated, and containers and virtual-machines say it all.", "Remove it.");
        }
        List<CharmStock> found = [];
        if (containers > 0)
        {
            found.Add(new(Containers, Containers, "container", containers));
        }
        if (machines > 0 || most is not null)
        {
            found.Add(new(machines == floor && floor > 0 ? "base-virtual-machines" : Machines, Machines,
                VirtualMachine, machines)
            {
                RunnersMax = most,
            });
        }
        return found.Count > 0 ? found
            : keys.Text("virt-type") == VirtualMachine ? [new("quantity", Machines, VirtualMachine, quantity)]
            : [new("quantity", Containers, "container", quantity)];
    }
}
