namespace Paddock.Tests.Providers.Lxd.Standing;

public sealed class ImageTests : StandingTest
{
    private const string Remote = "https://images.example";

    [Fact]
    public async Task A_published_instance_is_an_image_with_its_files()
    {
        await Create("builder");
        await File("POST", "builder", "/opt/runner", "baked");

        var done = await Run("POST", "/1.0/images", """
            {
                "source":{"type":"instance","name":"builder"},
                "aliases":[{"name":"runner-v2"}],"properties":{"os":"debian"}
            }
            """);

        var fingerprint = (string)done.Metadata["metadata"]!["fingerprint"]!;
        ((string)(await Get("/1.0/images/aliases/runner-v2")).Metadata["target"]!).ShouldBe(fingerprint);
        await Run("POST", "/1.0/instances", """{"name":"rn-1","source":{"type":"image","alias":"runner-v2"}}""");
        Lxd.Guest("rn-1").Files["/opt/runner"].Text.ShouldBe("baked");
    }

    [Fact]
    public async Task A_running_instance_is_not_published()
    {
        await Create("builder");
        await Start("builder");

        var done = await Run("POST", "/1.0/images", """{"source":{"type":"instance","name":"builder"}}""");

        done.Err.ShouldBe("Cannot export a running instance as an image");
    }

    [Fact]
    public async Task An_alias_is_pointed_elsewhere_in_one_go()
    {
        var newer = Lxd.AddImage("newer");

        (await Send("PUT", "/1.0/images/aliases/runner", $$"""{"target":"{{newer}}"}""")).Status.ShouldBe(200);

        ((string)(await Get("/1.0/images/aliases/runner")).Metadata["target"]!).ShouldBe(newer);
        (await Get("/1.0/images/aliases/none")).Status.ShouldBe(404);
    }

    [Fact]
    public async Task A_remote_image_is_pulled_for_an_instance_and_kept()
    {
        Lxd.AddRemoteImage(Remote, "debian/12");

        (await Pull("rn-1", "debian/12")).State.ShouldBe("Success");

        var images = (await Get("/1.0/images?recursion=1")).Metadata.AsArray();
        images.Count(image => (bool)image!["cached"]!).ShouldBe(1);
    }

    [Fact]
    public async Task A_remote_that_does_not_answer_is_told_by_the_operation() =>
        (await Pull("rn-1", "none")).Err.ShouldStartWith("Failed getting remote image info: ");

    [Fact]
    public async Task A_deleted_image_takes_its_aliases_with_it()
    {
        var fingerprint = Lxd.AddImage("older");

        await Run("DELETE", $"/1.0/images/{fingerprint}");

        (await Get("/1.0/images/aliases/older")).Status.ShouldBe(404);
    }

    private Task<Read> Pull(string name, string alias) => Run("POST", "/1.0/instances", $$"""
        {
            "name":"{{name}}",
            "source":{"type":"image","mode":"pull","server":"{{Remote}}","protocol":"simplestreams","alias":"{{alias}}"}
        }
        """);
}
