using System.Text.Json.Nodes;

namespace Paddock.Tests.Providers.Lxd.Standing;

/// <summary>A new instance: what is refused at once, and what only its operation tells.</summary>
internal sealed class Creation(Ground ground, Images images, Instances instances, PowerRoom power)
{
    private const string NoImage = "Image not provided for instance creation";

    private int _count;

    public Reply Create(Asked asked)
    {
        var instance = Read(asked);
        if (InstanceNames.Fault(instance.Name) is { } fault)
        {
            return new Reply.Refused(400, $"Invalid instance name: {fault}");
        }
        if (ground.Shelves.Projects.Get("default", instance.Project) is null)
        {
            return new Reply.Refused(404, "Failed loading project: Project not found");
        }
        if (asked.Query.ContainsKey("target") && !ground.Options.Members.Contains(instance.Location))
        {
            return new Reply.Refused(400, "Target only allowed when clustered");
        }
        var source = asked.Json!["source"] as JsonObject ?? [];
        return Unnamed(instance, source)
            ?? (Quota.Fault(ground.Shelves, instances, instance) is { } quota
                ? new Reply.Refused(500, quota)
                : Begin(instance, source, asked.Flag("start") && ground.Dialect.StartsAtCreation));
    }

    private Instance Read(Asked asked) => new(
        asked.Text("name") is { Length: > 0 } name ? name : $"generated-{++_count}",
        asked.Project, asked.Text("type") ?? "container")
    {
        Description = asked.Text("description") ?? "", IsEphemeral = asked.Flag("ephemeral"),
        Profiles = asked.Texts("profiles") ?? ["default"], Config = Json.Texts(asked.Json!["config"]),
        Devices = asked.Json["devices"]?.DeepClone().AsObject() ?? [], CreatedAt = ground.Agenda.Now,
        Location = asked.Query.GetValueOrDefault("target") ?? "none", Busy = "create",
    };

    /// <summary>What is named and not there, where the request itself is refused for it.</summary>
    private Reply? Unnamed(Instance instance, JsonObject source)
    {
        var home = ground.Shelves.HomeOf(instance.Project, "profiles");
        if (instance.Profiles.FirstOrDefault(one => ground.Shelves.Profiles.Get(home, one) is null) is { } unknown)
        {
            return new Reply.Refused(500, $"Requested profile \"{unknown}\" doesn't exist");
        }
        return source switch
        {
            _ when IsRemote(source) || Local(instance.Project, source) is not null => null,
            _ when source["alias"] is not null && !ground.Dialect.UnknownAliasIsAsync =>
                new Reply.Refused(404, "Image alias not found"),
            _ when source["properties"] is not null => new Reply.Refused(500, "No matching image could be found"),
            _ => null,
        };
    }

    /// <summary>
    /// The record is there, and told of, before the disk is unpacked; when that fails, both are taken back.
    /// </summary>
    private Reply.Begun Begin(Instance instance, JsonObject source, bool starts)
    {
        if (FaultBefore(instance, source) is { } fault)
        {
            return ground.Operations.Run(
                "Creating instance", instance.Project, Instances.ResourcesOf(instance), TimeSpan.Zero,
                () => new Outcome(fault));
        }
        instances.Add(instance);
        ground.Events.Tell("instance-created", instance, new JsonObject
        {
            ["storage-pool"] = "default", ["type"] = instance.Type,
        });
        var atOnce = instances.All.Count(one => one is { Busy: "create", IsWhole: false });
        return ground.Operations.Run(
            "Creating instance", instance.Project, Instances.ResourcesOf(instance),
            (ground.Options.UnpackTime * atOnce) + (IsRemote(source) ? ground.Options.PullTime : TimeSpan.Zero),
            () => Unpack(instance, source, starts), () =>
            {
                instances.Remove(instance);
                ground.Events.Tell("instance-deleted", instance);
            });
    }

    /// <summary>What the operation finds before anything is made.</summary>
    private string? FaultBefore(Instance instance, JsonObject source)
    {
        var image = Local(instance.Project, source);
        return instances.Find(instance.Project, instance.Name) switch
        {
            _ when image is null && !IsRemote(source) => NoImage,
            _ when image is not null && Mismatch(instance, image) is { } mismatch => mismatch,
            { Busy: "create" } => Outcome.Busy("create").Error,
            { } => ground.Dialect.Duplicate,
            null => Fault(instance) is { } fault ? $"Failed creating instance record: {fault}" : null,
        };
    }

    private Outcome Unpack(Instance instance, JsonObject source, bool starts)
    {
        var home = ground.Shelves.HomeOf(instance.Project, "images");
        var (image, error) = IsRemote(source)
            ? images.Pull(home, source, isCache: true, isAutoUpdated: false)
            : (Local(instance.Project, source), NoImage);
        if (image is null || Mismatch(instance, image) is not null)
        {
            return new Outcome(image is null ? error : Mismatch(instance, image));
        }
        (instance.Files, instance.Architecture) = (image.Files.Copy(), image.Architecture);
        instance.Config["volatile.base_image"] = image.Fingerprint;
        foreach (var (key, value) in Json.Texts(image.Properties))
        {
            instance.Config[$"image.{key}"] = value;
        }
        (instance.Busy, instance.IsWhole) = (null, true);
        if (starts)
        {
            power.Boot(instance);
        }
        return Outcome.Success;
    }

    private static string? Mismatch(Instance instance, Image image) => image.Type == instance.Type
        ? null
        : $"Requested image's type \"{image.Type}\" doesn't match instance type \"{instance.Type}\"";

    private static bool IsRemote(JsonObject source) => (string?)source["mode"] == "pull";

    private Image? Local(string project, JsonObject source)
    {
        var home = ground.Shelves.HomeOf(project, "images");
        return source switch
        {
            _ when source["alias"] is { } alias => images.ByAlias(home, (string)alias!),
            _ when source["fingerprint"] is { } fingerprint => images.ByFingerprint(home, (string)fingerprint!),
            _ when source["properties"] is JsonObject properties => images.ByProperties(home, properties),
            _ => null,
        };
    }

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
            _ when root is null => "Failed initialising instance: Failed getting root disk: "
                + "No root device could be found",
            _ when ground.Shelves.Pools.Get("default", (string?)root["pool"] ?? "") is null =>
                "Failed initialising instance: Failed loading storage pool: Storage pool not found",
            _ when lost is not null => "Failed initialising instance: Invalid devices: "
                + $"Failed to load network \"{lost["network"]}\" for project \"default\": Network not found",
            _ => null,
        };
    }
}
