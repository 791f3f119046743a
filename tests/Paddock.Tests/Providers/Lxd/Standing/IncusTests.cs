namespace Paddock.Tests.Providers.Lxd.Standing;

public sealed class IncusTests : StandingTest
{
    internal override StandingOptions Options(StandingOptions options) =>
        options with { Flavour = Flavour.Incus60 };

    [Fact]
    public async Task A_wait_for_what_failed_is_an_error_under_status_200()
    {
        await Create("rn-1");

        var again = await Create("rn-1");

        (again.Status, (string)again.Body["type"]!, (int)again.Body["error_code"]!).ShouldBe((200, "error", 500));
        again.Error!.ShouldContain("UNIQUE constraint failed: instances.project_id, instances.name");
    }

    [Fact]
    public async Task The_operation_itself_tells_of_its_failure_as_LXD_does()
    {
        var begun = await Send("POST", "/1.0/instances", """{"name":"a","source":{"alias":"none"}}""");

        (await Get(begun.Location!)).Err.ShouldBe("Image not provided for instance creation");
    }

    [Fact]
    public async Task A_creation_may_start_at_once()
    {
        await Create("rn-1", ""","start":true""");

        Lxd.Guest("rn-1").Power.ShouldBe(Power.Running);
    }

    [Fact]
    public async Task Headers_of_the_other_server_are_passed_over()
    {
        await Create("rn-1");
        await File("POST", "rn-1", "/opt/a", "a", headers: ("X-LXD-mode", "0600"));
        await File("POST", "rn-1", "/opt/b", "b", headers: ("X-Incus-mode", "0600"));

        Lxd.Guest("rn-1").Files["/opt/a"].Mode.ShouldBe("0644");
        Lxd.Guest("rn-1").Files["/opt/b"].Mode.ShouldBe("0600");
    }

    [Fact]
    public async Task A_key_of_the_other_server_is_unknown() =>
        (await Create("rn-1", ""","config":{"security.devlxd":"false"}""")).Error
            .ShouldBe("Failed creating instance record: Unknown configuration key: security.devlxd");

    [Fact]
    public async Task Events_name_the_instance()
    {
        using var socket = await Listen("?type=lifecycle");

        await Create("rn-1");

        ((string)(await Next(socket))!["metadata"]!["name"]!).ShouldBe("rn-1");
    }
}
