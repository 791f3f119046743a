using System.Text.Json.Nodes;

namespace Paddock.Tests.Providers.Lxd.Standing;

/// <summary>What the server says of itself and of its host.</summary>
internal sealed class ServerRoom(Ground ground, TrustRoom trust, Instances instances)
{
    /// <summary>A stranger learns the extensions and nothing else.</summary>
    public Reply Describe(Asked asked)
    {
        var server = new JsonObject
        {
            ["api_extensions"] = Json.Of(ground.Dialect.Extensions), ["api_status"] = "stable",
            ["api_version"] = "1.0", ["auth"] = asked.Caller.IsTrusted ? "trusted" : "untrusted",
            ["auth_methods"] = Json.Of(["tls"]), ["public"] = false,
        };
        if (asked.Caller.IsTrusted)
        {
            server["config"] = new JsonObject();
            server["environment"] = Environment();
        }
        return Reply.Tagged(server);
    }

    public Reply Resources()
    {
        var used = instances.All.Count(one => one.Power is Power.Running) * (256L << 20);
        return new Reply.Sync(new JsonObject
        {
            ["cpu"] = new JsonObject { ["architecture"] = "x86_64", ["total"] = ground.Options.CpuCount },
            ["memory"] = new JsonObject { ["total"] = ground.Options.MemoryBytes, ["used"] = used },
        });
    }

    public Reply Pool(string name) => ground.Shelves.Pools.Get("default", name) is null
        ? new Reply.Refused(500, "Storage pool not found")
        : new Reply.Sync(new JsonObject
        {
            ["space"] = new JsonObject
            {
                ["total"] = ground.Options.DiskBytes, ["used"] = instances.All.Count() * (300L << 20),
            },
        });

    private JsonObject Environment() => new()
    {
        ["server"] = ground.Dialect.Server, ["server_version"] = ground.Dialect.Version,
        ["server_name"] = "standing", ["server_clustered"] = false,
        ["architectures"] = Json.Of(["x86_64", "i686"]),
        ["addresses"] = Json.Of(trust.Listener is { } listener ? [listener.Address] : []),
        ["certificate_fingerprint"] = trust.Listener?.Fingerprint ?? "",
        ["driver"] = ground.Options.VirtualMachines ? "lxc | qemu" : "lxc",
        ["driver_version"] = ground.Options.VirtualMachines ? "5.0.2 | 7.2.0" : "5.0.2",
        ["storage"] = "dir", ["storage_version"] = "1", ["kernel"] = "Linux", ["project"] = "default",
    };
}
