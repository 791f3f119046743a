using System.Text.Json.Nodes;
using Paddock.Core.Model;
using Paddock.Ports.Providers;
using Paddock.Providers.Lxd;
using Paddock.Tests.Providers.Lxd.Standing;

namespace Paddock.Tests.Providers.Lxd;

/// <summary>What servers say when they refuse, and what it means, in the words of LXD 5.0 and Incus 6.0.</summary>
public sealed class FaultTests : LxdTest
{
    [Theory]
    [InlineData("Failed unpacking: write failed: No space left on device", FaultKind.CapacityUnavailable)]
    [InlineData("Unpack failed: disk quota exceeded", FaultKind.CapacityUnavailable)]
    [InlineData("No suitable cluster member could be found", FaultKind.CapacityUnavailable)]
    [InlineData("Image not provided for instance creation", FaultKind.InvalidSpec)]
    [InlineData("Failed getting root disk: Storage pool not found", FaultKind.InvalidSpec)]
    [InlineData("Unknown configuration key: limits.nonsense", FaultKind.InvalidSpec)]
    [InlineData("Invalid value: lots", FaultKind.InvalidSpec)]
    [InlineData("Something nobody has heard before", FaultKind.Transient)]
    public async Task A_failed_making_is_told_in_the_servers_words(string said, FaultKind kind)
    {
        Lxd.Next("POST /1.0/instances", new Mishap.OperationFails(said));

        var fault = FaultOf(await Open().EnsureAsync(Spec(), Stays, Stop));

        (fault.Kind, fault.Message.Contains(said, StringComparison.Ordinal)).ShouldBe((kind, true), fault.Message);
        Lxd.Names().ShouldBeEmpty();
    }

    [Theory]
    [InlineData(503, "LXD is shutting down", FaultKind.Transient)]
    [InlineData(403, "not authorized", FaultKind.Unauthorized)]
    [InlineData(400, "unexpected EOF", FaultKind.InvalidSpec)]
    public async Task A_refused_making_is_told_by_its_status(int status, string said, FaultKind kind)
    {
        Lxd.Next("POST /1.0/instances", new Mishap.Refuse(status, said));

        var fault = FaultOf(await Open().EnsureAsync(Spec(), Stays, Stop));

        (fault.Kind, fault.Message.Contains(said, StringComparison.Ordinal)).ShouldBe((kind, true), fault.Message);
    }

    [Fact]
    public async Task What_is_configured_and_not_there_is_named()
    {
        Message(await Open().EnsureAsync(Spec(image: "nowhere"), Stays, Stop)).ShouldContain("'nowhere'");
        Message(await Open(lab => lab with { Profiles = ["zzz"] }).EnsureAsync(Spec(), Stays, Stop))
            .ShouldContain("\"zzz\" doesn't exist");
        Message(await Open(lab => lab with { StoragePool = "zzz" }).EnsureAsync(Spec(), Stays, Stop))
            .ShouldContain("Storage pool not found");
        Message(await Open(lab => lab with { Network = "zzz" }).EnsureAsync(Spec(), Stays, Stop)).ShouldContain("zzz");
        Message(await Open(LxdPlace.WithMachines).EnsureAsync(Spec(), Stays, Stop)).ShouldContain("doesn't match");
        Lxd.Names().ShouldBeEmpty();
    }

    [Theory]
    [InlineData("limits.instances", "0", FaultKind.QuotaExceeded, "Reached maximum number of instances")]
    [InlineData("limits.memory", "10MiB", FaultKind.QuotaExceeded, "Reached maximum aggregate value")]
    public async Task A_projects_limit_is_a_quota(string key, string limit, FaultKind kind, string words)
    {
        Lxd.AddProject("ci", new JsonObject { [key] = limit });

        var fault = FaultOf(await Open(lab => lab with { Project = "ci" }).EnsureAsync(Spec(), Stays, Stop));

        fault.Kind.ShouldBe(kind, fault.Message);
        fault.Message.ShouldContain(words);
    }

    [Fact]
    public async Task A_limited_project_wants_limits_of_its_instances()
    {
        Lxd.AddProject("ci", new JsonObject { ["limits.memory"] = "10GiB" });
        var spec = Spec();
        spec = spec with { Offer = spec.Offer with { Size = new MachineSize() } };

        var fault = FaultOf(await Open(lab => lab with { Project = "ci" }).EnsureAsync(spec, Stays, Stop));

        fault.Kind.ShouldBe(FaultKind.InvalidSpec);
        fault.Message.ShouldContain("has no \"limits.memory\" config");
    }

    [Fact]
    public async Task A_project_that_is_not_there_is_never_an_empty_list()
    {
        var reply = await Open(lab => lab with { Project = "nope" }).ListAsync(Stop);

        var fault = reply.ShouldBeOfType<MachineListReply.Refused>().Fault;
        fault.Kind.ShouldBe(FaultKind.NotFound);
        fault.Message.ShouldContain("no project 'nope'");
        FaultOf(await Open(lab => lab with { Project = "nope" }).EnsureAsync(Spec(), Stays, Stop)).Kind
            .ShouldBe(FaultKind.NotFound);
    }

    [Fact]
    public async Task A_project_that_goes_while_it_is_listed_is_noticed()
    {
        Lxd.Next("GET /1.0/projects/default", new Mishap.Refuse(404, "Project not found"));

        (await Open().ListAsync(Stop)).ShouldBeOfType<MachineListReply.Refused>();
    }

    [Fact]
    public async Task A_server_that_is_down_is_told_with_the_remedy()
    {
        await Lxd.KillDaemonAsync();

        var fault = (await Open().ListAsync(Stop)).ShouldBeOfType<MachineListReply.Refused>().Fault;

        fault.Kind.ShouldBe(FaultKind.Transient);
        fault.Message.ShouldContain($"{Lxd.SocketPath} does not exist. Start it or correct host");
    }

    [Fact]
    public async Task A_daemon_that_goes_with_its_socket_while_it_makes_leaves_the_making_open()
    {
        var never = new TaskCompletionSource();
        Lxd.Next("POST /1.0/instances", new Mishap.Hold(never.Task));
        var making = Open().EnsureAsync(Spec(), Stays, Stop);
        await Support.Eventually.HoldsAsync(() => Lxd.Requests.Any(one => one.Method == "POST"));

        await Lxd.KillDaemonAsync();

        FaultOf(await making).Kind.ShouldBe(FaultKind.Ambiguous);
    }

    [Fact]
    public async Task An_image_without_systemd_cannot_hold_a_runner()
    {
        Lxd.Next("GET /1.0/instances/*/files", new Mishap.Refuse(404, "Not Found"), times: 2);

        Message(await Open().EnsureAsync(Spec(), Stays, Stop)).ShouldContain("it has no systemd");
        Lxd.Names().ShouldBeEmpty();
    }

    [Fact]
    public async Task An_instance_that_is_deleted_while_it_is_looked_into_says_nothing_of_its_image()
    {
        var provider = Open();
        var held = new TaskCompletionSource();
        Lxd.Next("GET /1.0/instances/*/files", new Mishap.Hold(held.Task));
        var making = provider.EnsureAsync(Spec(), Stays, Stop);
        await Support.Eventually.HoldsAsync(() => Lxd.Requests.Any(one => one.Path.EndsWith("/files")));
        Lxd.DeleteByHand(Name);
        held.SetResult();

        FaultOf(await making).Kind.ShouldBe(FaultKind.NotFound);

        (await provider.EnsureAsync(Spec("pdk-two"), Stays, Stop)).ShouldBe(new EnsureReply.Done(Adopted: false));
        Lxd.Guest("pdk-two").Files["/etc/passwd"].Text.ShouldStartWith("root:");
    }

    [Fact]
    public async Task A_foreign_instance_of_the_name_is_not_touched()
    {
        await AdministerAsync("POST", "/1.0/instances", $$"""
            {"name":"{{Name}}","source":{"type":"image","alias":"{{LxdPlace.Image}}"} }
            """);
        var provider = Open();

        FaultOf(await provider.EnsureAsync(Spec(), Stays, Stop)).Kind.ShouldBe(FaultKind.NameTaken);
        (await provider.DeleteAsync(new MachineName(Name), Stop)).ShouldBeOfType<DeleteReply.Refused>();

        Lxd.Guest(Name).Boots.ShouldBe(0);
        Lxd.Guest(Name).Files.Keys.ShouldNotContain("/.paddock.parcel");
    }

    private static string Message(EnsureReply reply)
    {
        var fault = FaultOf(reply);
        fault.Kind.ShouldBe(FaultKind.InvalidSpec, fault.Message);
        return fault.Message;
    }
}
