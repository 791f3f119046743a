namespace Paddock.Tests.Providers.Lxd.Standing;

public sealed class GuestTests : StandingTest
{
    internal override StandingOptions Options(StandingOptions options) => options with
    {
        VirtualMachines = true, AgentTime = TimeSpan.FromSeconds(20),
    };

    [Fact]
    public async Task A_file_reaches_a_stopped_container_with_its_mode_and_owner()
    {
        await Create("rn-1");

        (await File("POST", "rn-1", "/opt/ticket", "secret", headers: [
            ("X-LXD-mode", "0600"), ("X-LXD-uid", "1001"), ("X-LXD-gid", "1002")])).Status.ShouldBe(200);

        var file = Lxd.Guest("rn-1").Files["/opt/ticket"];
        (file.Text, file.Mode, file.Uid, file.Gid).ShouldBe(("secret", "0600", 1001, 1002));
        (await File("GET", "rn-1", "/opt/ticket")).Text.ShouldBe("secret");
    }

    [Fact]
    public async Task A_file_that_is_there_keeps_its_mode_and_owner()
    {
        await Create("rn-1");
        await File("POST", "rn-1", "/opt/ticket", "old");

        await File("POST", "rn-1", "/opt/ticket", "new", headers: [("X-LXD-mode", "0600"), ("X-LXD-uid", "1001")]);

        var file = Lxd.Guest("rn-1").Files["/opt/ticket"];
        (file.Text, file.Mode, file.Uid).ShouldBe(("new", "0644", 0));
    }

    [Fact]
    public async Task A_link_does_not_replace_what_is_there()
    {
        await Create("rn-1");
        await File("POST", "rn-1", "/opt/unit", "/a", headers: ("X-LXD-type", "symlink"));

        (await File("POST", "rn-1", "/opt/unit", "/b", headers: ("X-LXD-type", "symlink"))).Status.ShouldBe(500);
    }

    [Fact]
    public async Task A_form_writes_nothing_and_succeeds()
    {
        await Create("rn-1");

        var reply = await File("POST", "rn-1", "/opt/ticket", "secret", "application/x-www-form-urlencoded");

        reply.Status.ShouldBe(200);
        Lxd.Guest("rn-1").Files["/opt/ticket"].Text.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_parent_has_to_be_there_first()
    {
        await Create("rn-1");

        (await File("POST", "rn-1", "/opt/gha/ticket", "secret")).Status.ShouldBe(404);
        await File("POST", "rn-1", "/opt/gha", "", headers: ("X-LXD-type", "directory"));

        (await File("POST", "rn-1", "/opt/gha/ticket", "secret")).Status.ShouldBe(200);
    }

    [Fact]
    public async Task What_is_put_below_run_or_tmp_is_out_of_sight_after_the_boot()
    {
        await Create("rn-1");
        await File("POST", "rn-1", "/run/ticket", "secret");
        await File("POST", "rn-1", "/opt/ticket", "secret");

        await Start("rn-1");

        Lxd.Guest("rn-1").Files.Keys.ShouldContain("/opt/ticket");
        Lxd.Guest("rn-1").Files.Keys.ShouldNotContain("/run/ticket");
    }

    [Fact]
    public async Task The_socket_in_a_guest_shows_user_and_cloud_init_keys_unless_it_is_closed()
    {
        await Create("rn-1", ""","config":{"user.a":"1","cloud-init.user-data":"x","environment.B":"2"}""");
        await Create("rn-2", ""","config":{"user.a":"1","security.devlxd":"false"}""");

        Lxd.Guest("rn-1").Socket!.Keys.ShouldBe(["cloud-init.user-data", "user.a"]);
        Lxd.Guest("rn-2").Socket.ShouldBeNull();
    }

    [Fact]
    public async Task A_guest_acts_when_it_has_booted()
    {
        Lxd.Booted = guest => guest.PowerOff();
        await Create("rn-1", ""","ephemeral":true""");

        await Start("rn-1");

        Lxd.Names().ShouldBeEmpty();
    }

    [Fact]
    public async Task A_machine_is_reached_when_its_agent_is_up()
    {
        Lxd.AddImage("vm", "virtual-machine");
        await Run("POST", "/1.0/instances", """
            {"name":"vm-1","type":"virtual-machine","source":{"type":"image","alias":"vm"}}
            """);
        (await File("POST", "vm-1", "/opt/ticket", "secret")).Status.ShouldBe(400);
        await Start("vm-1");

        (await File("POST", "vm-1", "/opt/ticket", "secret")).Status.ShouldBe(503);
        (await Get("/1.0/instances/vm-1/state")).Metadata["network"].ShouldBeNull();
        Time.Advance(TimeSpan.FromSeconds(20));

        (await File("POST", "vm-1", "/opt/ticket", "secret")).Status.ShouldBe(200);
        (await Get("/1.0/instances/vm-1/state")).Metadata["network"].ShouldNotBeNull();
    }

    [Fact]
    public async Task A_machine_needs_an_image_of_its_kind() =>
        (await Create("vm-1", ""","type":"virtual-machine" """)).Err.ShouldContain("doesn't match");

    [Fact]
    public async Task A_recorded_command_tells_its_code_and_where_its_output_is()
    {
        Lxd.Executes = call => new ExecReply(3, string.Join(' ', call.Command));
        await Create("rn-1");
        (await Send("POST", "/1.0/instances/rn-1/exec", """{"command":["ls"]}""")).Error
            .ShouldBe("Instance is not running");
        await Start("rn-1");

        var done = await Run("POST", "/1.0/instances/rn-1/exec", """{"command":["ls","/"],"record-output":true}""");

        done.State.ShouldBe("Success");
        ((int)done.Metadata["metadata"]!["return"]!).ShouldBe(3);
        ((string)done.Metadata["metadata"]!["output"]!["1"]!).ShouldBe("/1.0/instances/rn-1/logs/exec_0.stdout");
    }
}
