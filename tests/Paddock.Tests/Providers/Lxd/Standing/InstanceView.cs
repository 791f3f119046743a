using System.Text.Json.Nodes;

namespace Paddock.Tests.Providers.Lxd.Standing;

/// <summary>An instance as the server shows it.</summary>
internal static class InstanceView
{
    /// <param name="hasAgent">Null: without its state.</param>
    public static JsonObject Of(
        Instance instance, SortedDictionary<string, string> config, JsonObject devices, bool? hasAgent)
    {
        var view = new JsonObject
        {
            ["name"] = instance.Name, ["description"] = instance.Description, ["project"] = instance.Project,
            ["status"] = instance.Power.ToString(), ["status_code"] = CodeOf(instance.Power),
            ["type"] = instance.Type, ["architecture"] = instance.Architecture, ["ephemeral"] = instance.IsEphemeral,
            ["stateful"] = false, ["location"] = instance.Location, ["profiles"] = Json.Of(instance.Profiles),
            ["created_at"] = instance.CreatedAt.ToString("O"), ["last_used_at"] = instance.LastUsedAt.ToString("O"),
            ["config"] = Json.Of(instance.Config), ["devices"] = instance.Devices.DeepClone(),
            ["expanded_config"] = Json.Of(config), ["expanded_devices"] = devices,
        };
        if (hasAgent is { } agent)
        {
            (view["state"], view["snapshots"], view["backups"]) = (StateOf(instance, agent), null, null);
        }
        return view;
    }

    /// <summary>What only the guest can tell is missing until its agent answers.</summary>
    public static JsonObject StateOf(Instance instance, bool hasAgent) => new()
    {
        ["status"] = instance.Power.ToString(), ["status_code"] = CodeOf(instance.Power),
        ["pid"] = instance.Power is Power.Stopped ? 0 : 4711, ["processes"] = hasAgent ? 12 : -1,
        ["cpu"] = new JsonObject { ["usage"] = 1_000_000_000L },
        ["memory"] = new JsonObject { ["usage"] = hasAgent ? 50L << 20 : 0L },
        ["disk"] = new JsonObject { ["root"] = new JsonObject { ["usage"] = 300L << 20 } },
        ["network"] = hasAgent ? new JsonObject { ["eth0"] = Card() } : null,
    };

    private static int CodeOf(Power power) => power switch
    {
        Power.Running => 103,
        Power.Frozen => 110,
        _ => 102,
    };

    private static JsonObject Card() => new()
    {
        ["type"] = "broadcast", ["state"] = "up", ["hwaddr"] = "00:16:3e:00:00:01",
        ["addresses"] = new JsonArray(new JsonObject
        {
            ["family"] = "inet", ["address"] = "10.10.10.10", ["netmask"] = "24", ["scope"] = "global",
        }),
    };
}
