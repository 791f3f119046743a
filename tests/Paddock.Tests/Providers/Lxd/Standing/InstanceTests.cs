namespace Paddock.Tests.Providers.Lxd.Standing;

public sealed class InstanceTests : StandingTest
{
    internal override StandingOptions Options(StandingOptions options) => options with
    {
        UnpackTime = TimeSpan.FromSeconds(4), DeletionTime = TimeSpan.FromSeconds(3),
    };

    [Fact]
    public async Task A_creation_is_an_operation_that_ends_later_and_is_gone_five_seconds_after()
    {
        var begun = await Begin("rn-1");
        (await Get(begun.Location + "/wait?timeout=0")).State.ShouldBe("Running");

        Time.Advance(TimeSpan.FromSeconds(4));

        (await Get(begun.Location + "/wait?timeout=10")).State.ShouldBe("Success");
        Time.Advance(TimeSpan.FromSeconds(5));
        var gone = await Get(begun.Location + "/wait?timeout=10");
        (gone.Status, gone.Error).ShouldBe((404, "Operation not found"));
    }

    [Fact]
    public async Task Creations_at_once_slow_each_other_down()
    {
        await Begin("rn-1");
        var second = await Begin("rn-2");

        Time.Advance(TimeSpan.FromSeconds(7));
        (await Get(second.Location!)).State.ShouldBe("Running");
        Time.Advance(TimeSpan.FromSeconds(1));

        (await Get(second.Location!)).State.ShouldBe("Success");
    }

    [Fact]
    public async Task A_name_that_is_taken_fails_in_the_operation()
    {
        await Made("rn-1");

        var again = await Create("rn-1");

        (again.Status, again.State).ShouldBe((200, "Failure"));
        again.Err.ShouldBe("Failed creating instance record: Add instance info to the database: "
            + "This \"instances\" entry already exists");
    }

    [Fact]
    public async Task What_is_being_created_is_busy()
    {
        await Begin("rn-1");

        (await Create("rn-1")).Err.ShouldBe("Instance is busy running a \"create\" operation");
        (await Run("DELETE", "/1.0/instances/rn-1")).Err
            .ShouldEndWith("Instance is busy running a \"create\" operation");
    }

    [Fact]
    public async Task What_was_half_made_when_the_daemon_died_stays_without_a_disk()
    {
        await Begin("rn-1");

        await Lxd.KillDaemonAsync();
        await Lxd.StartDaemonAsync();

        (await Start("rn-1")).Err.ShouldContain("no such file or directory");
        (await File("POST", "rn-1", "/opt/ticket", "secret")).Status.ShouldBe(500);
        (await Run("DELETE", "/1.0/instances/rn-1")).State.ShouldBe("Success");
    }

    [Theory]
    [InlineData("1rn", "Name must not start with a number")]
    [InlineData("rn-", "Name must not end with \"-\" character")]
    [InlineData("rn_1", "Name can only contain alphanumeric and hyphen characters")]
    public async Task A_bad_name_is_refused_at_once(string name, string why)
    {
        var reply = await Send("POST", "/1.0/instances", $$"""{"name":"{{name}}"}""");

        (reply.Status, reply.Error).ShouldBe((400, $"Invalid instance name: {why}"));
    }

    [Theory]
    [InlineData("""{"name":"a","source":{"alias":"none"}}""", 404, "Image alias not found")]
    [InlineData("""{"name":"a","profiles":["zzz"]}""", 500, "Requested profile \"zzz\" doesn't exist")]
    [InlineData("""{"name":"a",""", 400, "unexpected EOF")]
    public async Task Some_faults_are_told_at_once(string body, int status, string text)
    {
        var reply = await Send("POST", "/1.0/instances", body);

        (reply.Status, reply.Error).ShouldBe((status, text));
    }

    [Theory]
    [InlineData(""","config":{"limits.cup":"2"}""", "record: Unknown configuration key: limits.cup")]
    [InlineData(""","config":{"limits.memory":"much"}""", "Invalid value: much")]
    [InlineData(""","devices":{"root":{"type":"disk","path":"/","pool":"none"}}""", "Storage pool not found")]
    [InlineData(""","profiles":[]""", "No root device could be found")]
    [InlineData(""","type":"virtual-machine" """, "doesn't match instance type \"virtual-machine\"")]
    public async Task Others_are_told_by_the_operation(string more, string text) =>
        (await Create("rn-1", more)).Err.ShouldContain(text);

    [Fact]
    public async Task An_unknown_project_has_no_instances_and_a_quota_refuses_at_once()
    {
        (await Get("/1.0/instances?project=typo")).Metadata.AsArray().ShouldBeEmpty();
        (await Get("/1.0/projects/typo")).Status.ShouldBe(404);
        Lxd.AddProject("ci", new() { ["limits.instances"] = "0" });

        var reply = await Send("POST", "/1.0/instances?project=ci", """{"name":"a","source":{"alias":"runner"}}""");

        (reply.Status, reply.Error).ShouldBe((500, "Reached maximum number of instances in project \"ci\""));
    }

    [Fact]
    public async Task A_running_one_is_not_deleted_and_states_repeated_are_failures()
    {
        await Made("rn-1");
        (await Run("PUT", "/1.0/instances/rn-1/state", """{"action":"stop"}""")).Err
            .ShouldBe("The instance is already stopped");
        await Start("rn-1");

        (await Start("rn-1")).Err.ShouldBe("The instance is already running");
        var refused = await Send("DELETE", "/1.0/instances/rn-1");
        (refused.Status, refused.Error).ShouldBe((400, "Instance is running"));
        await Run("PUT", "/1.0/instances/rn-1/state", """{"action":"stop","force":true}""");
        (await Run("DELETE", "/1.0/instances/rn-1")).State.ShouldBe("Success");
        (await Get("/1.0/instances/rn-1")).Error.ShouldBe("Instance not found");
    }

    [Fact]
    public async Task An_ephemeral_one_that_powers_off_is_seen_as_stopped_and_then_gone()
    {
        await Made("rn-1", ""","ephemeral":true""");
        await Start("rn-1");

        Lxd.Guest("rn-1").PowerOff();

        (await Get("/1.0/instances/rn-1")).State.ShouldBe("Stopped");
        (await Run("DELETE", "/1.0/instances/rn-1")).Err.ShouldBe(
            "Failed to create instance delete operation: Instance is busy running a \"stop\" operation");
        Time.Advance(TimeSpan.FromSeconds(3));
        Lxd.Names().ShouldBeEmpty();
    }

    [Fact]
    public async Task A_guest_that_does_not_listen_outlives_a_clean_stop()
    {
        await Made("rn-1");
        await Start("rn-1");
        Lxd.Guest("rn-1").IgnoresShutdown = true;

        var begun = await Send("PUT", "/1.0/instances/rn-1/state", """{"action":"stop","timeout":2}""");
        Time.Advance(TimeSpan.FromSeconds(2));

        (await Get(begun.Location!)).Err.ShouldStartWith("Failed shutting down instance, status is \"Running\"");
    }

    [Fact]
    public async Task A_list_is_filtered_by_keys_with_dots_and_patterns()
    {
        await Made("rn-1", ""","config":{"user.paddock.fleet":"ours"}""");
        await Made("rn-2");

        (await Get("/1.0/instances?filter=config.user.paddock.fleet+eq+ours")).Metadata.AsArray()
            .Select(url => (string)url!).ShouldBe(["/1.0/instances/rn-1"]);
        (await Get("/1.0/instances?filter=name+eq+rn-.%2A+and+status+eq+Stopped")).Metadata.AsArray().Count.ShouldBe(2);
        (await Get("/1.0/instances?recursion=1")).Metadata[0]!["config"]!["user.paddock.fleet"]!.ToString()
            .ShouldBe("ours");
        (await Get("/1.0/instances?recursion=2")).Metadata[0]!["state"]!["status"]!.ToString().ShouldBe("Stopped");
    }

    [Fact]
    public async Task A_patch_joins_keys_and_refuses_a_stale_version()
    {
        await Made("rn-1", ""","config":{"user.a":"1","user.b":"2"}""");
        var before = await Get("/1.0/instances/rn-1");

        (await Send("PATCH", "/1.0/instances/rn-1", """{"config":{"user.a":""}}""", before.ETag)).Status.ShouldBe(200);

        Lxd.Guest("rn-1").Config.Keys.Where(key => key.StartsWith("user.", StringComparison.Ordinal))
            .ShouldBe(["user.b"]);
        (await Send("PATCH", "/1.0/instances/rn-1", """{"config":{"user.c":"3"}}""", before.ETag)).Status.ShouldBe(412);
    }

    private Task<Read> Begin(string name) => Send(
        "POST", "/1.0/instances", $$"""{"name":"{{name}}","source":{"type":"image","alias":"runner"} }""");

    private async Task Made(string name, string more = "")
    {
        var begun = await Send(
            "POST", "/1.0/instances",
            $$"""{"name":"{{name}}","source":{"type":"image","alias":"runner"}{{more}} }""");
        Time.Advance(TimeSpan.FromSeconds(4));
        (await Get(begun.Location!)).State.ShouldBe("Success");
    }
}
