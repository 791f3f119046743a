using System.Text.Json.Nodes;

namespace Paddock.Tests.Providers.Lxd.Standing;

/// <summary>
/// The instances of all projects: looked at, changed and deleted. They are made in <see cref="Creation"/>.
/// </summary>
internal sealed class Instances(Ground ground)
{
    private readonly SortedDictionary<(string Project, string Name), Instance> _all = [];

    public IEnumerable<Instance> All => _all.Values;

    public Instance? Find(string project, string name) => _all.GetValueOrDefault((project, name));

    public void Add(Instance instance) => _all.Add((instance.Project, instance.Name), instance);

    public void Remove(Instance instance) => _all.Remove((instance.Project, instance.Name));

    /// <summary>A project nobody knows has no instances; that is no error.</summary>
    public Reply List(Asked asked)
    {
        if (Filter.Parse(asked.Query.GetValueOrDefault("filter")) is not { } wanted)
        {
            return new Reply.Refused(500, "Invalid filter: clause has no operator");
        }
        var listed = _all.Values
            .Where(one => asked.IsOfAllProjects ? asked.Caller.MaySee(one.Project) : one.Project == asked.Project)
            .Select(one => (one.Url, Whole: View(one, isFull: asked.Recursion > 1)))
            .Where(one => wanted(one.Whole));
        return new Reply.Sync(Json.List(asked, listed));
    }

    public Reply Answer(Asked asked, Instance instance) => asked.Method switch
    {
        "GET" => Reply.Tagged(View(instance, isFull: asked.Recursion > 0), instance.Versioned),
        "PATCH" => Patch(asked, instance),
        "PUT" => Put(asked, instance),
        "DELETE" => Delete(instance),
        _ => Reply.NotFound,
    };

    /// <summary>The keys of its profiles, in their order, and then its own.</summary>
    public SortedDictionary<string, string> ExpandedConfig(Instance instance)
    {
        var expanded = new SortedDictionary<string, string>(StringComparer.Ordinal);
        var layers = ProfilesOf(instance).Select(profile => Json.Texts(profile["config"])).Append(instance.Config);
        foreach (var (key, value) in layers.SelectMany(layer => layer))
        {
            expanded[key] = value;
        }
        return expanded;
    }

    public JsonObject ExpandedDevices(Instance instance)
    {
        var expanded = new JsonObject();
        foreach (var layer in ProfilesOf(instance).Select(one => one["devices"] as JsonObject).Append(instance.Devices))
        {
            foreach (var (name, device) in layer ?? [])
            {
                expanded[name] = device?.DeepClone();
            }
        }
        return expanded;
    }

    public bool HasAgent(Instance instance) => instance.Power is Power.Running
        && (!instance.IsVirtualMachine || (ground.Options.AgentTime != Timeout.InfiniteTimeSpan
            && ground.Agenda.Now - instance.StartedAt >= ground.Options.AgentTime));

    private IEnumerable<JsonObject> ProfilesOf(Instance instance)
    {
        var home = ground.Shelves.HomeOf(instance.Project, "profiles");
        return instance.Profiles.Select(name => ground.Shelves.Profiles.Get(home, name)).OfType<JsonObject>();
    }

    private Reply Patch(Asked asked, Instance instance)
    {
        if (Reply.Mismatch(asked, instance.Versioned) is { } mismatch)
        {
            return mismatch;
        }
        var whole = instance.Versioned;
        Json.Merge(whole, asked.Json!);
        return Change(instance, whole) is { } fault ? new Reply.Refused(500, fault) : Reply.Done;
    }

    private Reply Put(Asked asked, Instance instance) => Reply.Mismatch(asked, instance.Versioned)
        ?? ground.Operations.Run(
            "Updating instance", instance.Project, ResourcesOf(instance), TimeSpan.Zero,
            () => new Outcome(Change(instance, asked.Json!)));

    private string? Change(Instance instance, JsonObject to)
    {
        var changed = new Instance(instance.Name, instance.Project, instance.Type)
        {
            // An empty value takes its key away.
            Config = new(Json.Texts(to["config"]).Where(pair => pair.Value.Length > 0)
                .ToDictionary(pair => pair.Key, pair => pair.Value), StringComparer.Ordinal),
        };
        if (ConfigKeys.Fault(ground.Dialect, changed) is { } fault)
        {
            return $"Invalid config: {fault}";
        }
        instance.Config = changed.Config;
        instance.Devices = to["devices"]?.DeepClone().AsObject() ?? [];
        instance.Profiles = (to["profiles"] as JsonArray)?.Select(one => (string)one!).ToList() ?? instance.Profiles;
        instance.IsEphemeral = to["ephemeral"] is { } ephemeral ? (bool)ephemeral : instance.IsEphemeral;
        instance.Description = (string?)to["description"] ?? "";
        ground.Events.Tell("instance-updated", instance);
        return null;
    }

    private Reply Delete(Instance instance)
    {
        if (instance.Power is not Power.Stopped)
        {
            return new Reply.Refused(400, "Instance is running");
        }
        return ground.Operations.Run(
            "Deleting instance", instance.Project, ResourcesOf(instance), TimeSpan.Zero, () =>
            {
                if (instance.Busy is { } busy)
                {
                    return new Outcome($"Failed to create instance delete operation: {Outcome.Busy(busy).Error}");
                }
                if (ExpandedConfig(instance).GetValueOrDefault("security.protection.delete") is "true" or "1")
                {
                    return new Outcome($"{(instance.IsVirtualMachine ? "Instance" : "Container")} is protected");
                }
                Remove(instance);
                ground.Events.Tell("instance-deleted", instance);
                return Outcome.Success;
            });
    }

    public static JsonObject ResourcesOf(Instance instance) =>
        new() { ["instances"] = Json.Of([$"/1.0/instances/{instance.Name}"]) };

    private JsonObject View(Instance instance, bool isFull) => InstanceView.Of(
        instance, ExpandedConfig(instance), ExpandedDevices(instance), isFull ? HasAgent(instance) : null);
}
