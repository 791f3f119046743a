namespace Paddock.Tests.Providers.Lxd.Standing;

public sealed class ShelfTests : StandingTest
{
    [Fact]
    public async Task Profiles_are_made_changed_and_inherited()
    {
        (await Send("POST", "/1.0/profiles", """{"name":"gha","config":{"limits.cpu":"2"}}""")).Status.ShouldBe(201);
        await Send("PATCH", "/1.0/profiles/gha", """{"config":{"limits.memory":"2GiB"}}""");

        await Create("rn-1", ""","profiles":["default","gha"]""");

        var instance = (await Get("/1.0/instances/rn-1")).Metadata;
        ((string)instance["expanded_config"]!["limits.memory"]!).ShouldBe("2GiB");
        ((string)instance["expanded_config"]!["limits.cpu"]!).ShouldBe("2");
        instance["config"]!["limits.cpu"].ShouldBeNull();
    }

    [Fact]
    public async Task A_stale_profile_is_not_replaced()
    {
        var before = await Get("/1.0/profiles/default");
        await Send("PATCH", "/1.0/profiles/default", """{"description":"changed"}""");

        (await Send("PUT", "/1.0/profiles/default", "{}", before.ETag)).Status.ShouldBe(412);
    }

    [Fact]
    public async Task A_new_project_has_images_and_profiles_of_its_own()
    {
        await Send("POST", "/1.0/projects", """{"name":"ci"}""");

        (await Get("/1.0/images?project=ci")).Metadata.AsArray().ShouldBeEmpty();
        (await Get("/1.0/profiles/default?project=ci")).Metadata["devices"]!.AsObject().ShouldBeEmpty();
    }

    [Theory]
    [InlineData("/1.0/projects/default", 200)]
    [InlineData("/1.0/networks/lxdbr0", 200)]
    [InlineData("/1.0/networks/none", 404)]
    [InlineData("/1.0/network-acls/none", 404)]
    [InlineData("/1.0/storage-pools/default/resources", 200)]
    [InlineData("/1.0/storage-pools/none", 404)]
    [InlineData("/1.0/resources", 200)]
    [InlineData("/1.0/nothing", 404)]
    public async Task Things_are_there_or_not(string target, int status) =>
        (await Get(target)).Status.ShouldBe(status);
}
