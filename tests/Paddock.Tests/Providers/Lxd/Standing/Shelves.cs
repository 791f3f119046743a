using System.Text.Json.Nodes;

namespace Paddock.Tests.Providers.Lxd.Standing;

/// <summary>The shelves of a host, filled as its first set-up leaves them.</summary>
internal sealed class Shelves
{
    public Shelves(Dialect dialect)
    {
        Projects.Put("default", "default", new JsonObject
        {
            ["config"] = new JsonObject { ["features.images"] = "true", ["features.profiles"] = "true" },
        });
        Pools.Put("default", "default", new JsonObject { ["driver"] = "dir", ["status"] = "Created" });
        Networks.Put("default", dialect.Bridge, new JsonObject
        {
            ["type"] = "bridge", ["managed"] = true, ["status"] = "Created",
            ["config"] = new JsonObject { ["ipv4.address"] = "10.10.10.1/24", ["ipv4.nat"] = "true" },
        });
        Profiles.Put("default", "default", DefaultProfile(dialect));
    }

    public Shelf Projects { get; } = new(new ShelfWords(
        "projects", "Project not found", 409, "Failed creating project \"{0}\": "
            + "Failed adding database record: This \"projects\" entry already exists"));

    public Shelf Profiles { get; } = new(new ShelfWords(
        "profiles", "Profile not found", 500, "Error inserting \"{0}\" into database: The profile already exists")
    {
        LookPrefix = "Fetch profile: ",
    });

    public Shelf Networks { get; } = new(new ShelfWords(
        "networks", "Network not found", 400, "The network already exists"));

    public Shelf Acls { get; } = new(new ShelfWords(
        "network-acls", "Network ACL not found", 400, "The network ACL already exists"));

    public Shelf Pools { get; } = new(new ShelfWords(
        "storage-pools", "Storage pool not found", 409, "The storage pool already exists: The record already exists"));

    /// <summary>Where a project's things of one kind are: its own, or the default project's.</summary>
    public string HomeOf(string project, string feature) =>
        (string?)Projects.Get("default", project)?["config"]?[$"features.{feature}"] == "true" ? project : "default";

    /// <summary>Unless its maker says otherwise, a project has images and profiles of its own: none, and one.</summary>
    public Reply CreateProject(Asked asked)
    {
        var config = asked.Json!["config"] as JsonObject ?? [];
        asked.Json["config"] = config;
        foreach (var feature in new[] { "features.images", "features.profiles" })
        {
            config[feature] ??= "true";
        }
        var reply = Projects.Answer(asked, "default", []);
        if (reply is Reply.Made && HomeOf(asked.Text("name")!, "profiles") is not "default" and var home)
        {
            Profiles.Put(home, "default", new JsonObject { ["devices"] = new JsonObject() });
        }
        return reply;
    }

    private static JsonObject DefaultProfile(Dialect dialect) => new()
    {
        ["devices"] = new JsonObject
        {
            ["root"] = new JsonObject { ["type"] = "disk", ["path"] = "/", ["pool"] = "default" },
            ["eth0"] = new JsonObject { ["type"] = "nic", ["name"] = "eth0", ["network"] = dialect.Bridge },
        },
    };
}
