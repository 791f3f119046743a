using System.Text.Json.Nodes;

namespace Paddock.Tests.Providers.Lxd.Standing;

/// <summary>A new instance: what is refused at once, and what only its operation tells.</summary>
internal sealed class Creation(Ground ground, Images images, Instances instances, PowerRoom power)
{
    private const string NoImage = "Image not provided for instance creation";

    public Reply Create(Asked asked)
    {
        var instance = Read(asked);
        if (InstanceNames.Fault(instance.Name) is { } fault)
        {
            return new Reply.Refused(400, $"Invalid instance name: {fault}");
        }
        if (ground.Shelves.Projects.Get("default", instance.Project) is null)
        {
            return new Reply.Refused(404, "Project not found");
        }
        var home = ground.Shelves.HomeOf(instance.Project, "profiles");
        if (instance.Profiles.FirstOrDefault(one => ground.Shelves.Profiles.Get(home, one) is null) is { } unknown)
        {
            return new Reply.Refused(500, $"Requested profile \"{unknown}\" doesn't exist");
        }
        var source = asked.Json!["source"] as JsonObject ?? [];
        if (IsUnknownAlias(instance.Project, source) && !ground.Dialect.UnknownAliasIsAsync)
        {
            return new Reply.Refused(404, "Image alias not found");
        }
        return Quota.Fault(ground.Shelves, instances, instance) is { } quota
            ? new Reply.Refused(500, quota)
            : Begin(instance, source, asked.Flag("start") && ground.Dialect.StartsAtCreation);
    }

    private Instance Read(Asked asked) => new(
        asked.Text("name") ?? "generated-name", asked.Project, asked.Text("type") ?? "container")
    {
        Description = asked.Text("description") ?? "", IsEphemeral = asked.Flag("ephemeral"),
        Profiles = asked.Texts("profiles") ?? ["default"], Config = Json.Texts(asked.Json!["config"]),
        Devices = asked.Json["devices"]?.DeepClone().AsObject() ?? [], CreatedAt = ground.Agenda.Now,
        Location = asked.Query.GetValueOrDefault("target") ?? "none", Busy = "create",
    };

    /// <summary>The record is there before the disk is unpacked, and goes again when that fails.</summary>
    private Reply.Begun Begin(Instance instance, JsonObject source, bool starts)
    {
        if (instances.Find(instance.Project, instance.Name) is { } other)
        {
            var isBusy = other.Busy == "create";
            return Fail(instance, isBusy ? Outcome.Busy("create") : new Outcome(ground.Dialect.Duplicate));
        }
        if (Fault(instance) is { } fault)
        {
            return Fail(instance, new Outcome(fault));
        }
        instances.Add(instance);
        var isRemote = (string?)source["mode"] == "pull";
        var atOnce = instances.All.Count(one => one is { Busy: "create", IsWhole: false });
        return ground.Operations.Run(
            "Creating instance", instance.Project, Instances.ResourcesOf(instance),
            (ground.Options.UnpackTime * atOnce) + (isRemote ? ground.Options.PullTime : TimeSpan.Zero),
            () => Unpack(instance, source, isRemote, starts), () => instances.Remove(instance));
    }

    private Outcome Unpack(Instance instance, JsonObject source, bool isRemote, bool starts)
    {
        var home = ground.Shelves.HomeOf(instance.Project, "images");
        var (image, error) = isRemote
            ? images.Pull(home, source, isCache: true, isAutoUpdated: false)
            : (Local(home, source), NoImage);
        if (image is null)
        {
            return new Outcome(error);
        }
        if (image.Type != instance.Type)
        {
            return new Outcome(
                $"Requested image's type \"{image.Type}\" doesn't match instance type \"{instance.Type}\"");
        }
        instance.Files = image.Files.Copy();
        instance.Config["volatile.base_image"] = image.Fingerprint;
        (instance.Busy, instance.IsWhole) = (null, true);
        ground.Events.Tell("instance-created", instance, new JsonObject
        {
            ["storage-pool"] = "default", ["type"] = instance.Type,
        });
        if (starts)
        {
            power.Boot(instance);
        }
        return Outcome.Success;
    }

    private Image? Local(string home, JsonObject source) => source switch
    {
        _ when source["alias"] is { } alias => images.ByAlias(home, (string)alias!),
        _ when source["fingerprint"] is { } fingerprint => images.ByFingerprint(home, (string)fingerprint!),
        _ when source["properties"] is JsonObject properties => images.ByProperties(home, properties),
        _ => null,
    };

    private bool IsUnknownAlias(string project, JsonObject source) => source["alias"] is { } alias
        && (string?)source["mode"] != "pull"
        && images.ByAlias(ground.Shelves.HomeOf(project, "images"), (string)alias!) is null;

    private string? Fault(Instance instance)
    {
        if (instance.IsVirtualMachine && !ground.Options.VirtualMachines)
        {
            return "Instance type \"virtual-machine\" is not supported on this server: "
                + "vhost_vsock kernel module not loaded";
        }
        var devices = instances.ExpandedDevices(instance).Select(pair => pair.Value!.AsObject()).ToList();
        var root = devices.Find(device => (string?)device["path"] == "/");
        var lost = devices.Find(device => (string?)device["network"] is { } network
            && ground.Shelves.Networks.Get("default", network) is null);
        return ConfigKeys.Fault(ground.Dialect, instance) ?? this switch
        {
            _ when root is null => "Failed creating instance record: Failed getting root disk: "
                + "No root device could be found",
            _ when ground.Shelves.Pools.Get("default", (string?)root["pool"] ?? "") is null =>
                "Failed creating instance record: Failed loading storage pool: Storage pool not found",
            _ when lost is not null => $"Failed creating instance record: Failed loading network "
                + $"\"{lost["network"]}\": Network not found",
            _ => null,
        };
    }

    private Reply.Begun Fail(Instance instance, Outcome outcome) => ground.Operations.Run(
        "Creating instance", instance.Project, Instances.ResourcesOf(instance), TimeSpan.Zero, () => outcome);
}
