using Paddock.Ports.Providers;
using Paddock.Providers.Docker;

namespace Paddock.RealTests.Docker;

/// <summary>Images are built on a real engine.</summary>
public sealed class DockerImageBuildTests(DockerHost host) : DockerTest(host)
{
    private readonly List<string> _lines = [];

    private string Alias => $"paddock-test/built-{Identity.Mark}";

    [Fact]
    public async Task A_built_image_has_what_the_script_made_and_a_runner_and_no_variable_of_the_build()
    {
        var provider = Host.Open(Identity, settings => settings with
        {
            Environment = new Dictionary<string, string> { ["HTTP_PROXY"] = "http://proxy:3128" },
        });
        try
        {
            var image = await BuiltAsync(provider, "echo $HTTP_PROXY\ntouch /made", putsRunner: true);
            _lines.ShouldBe(["http://proxy:3128"]);
            image.IsCurrent.ShouldBeTrue();
            (await Host.DockerAsync(
                "run", "--rm", Alias, "stat", "-c", "%n %u", "/made", "/opt/actions-runner/run.sh"))
                .ShouldBe("/made 0\n/opt/actions-runner/run.sh 1001");
            (await Host.DockerAsync("inspect", "-f", "{{.Config.User}} {{.Config.Entrypoint}} {{.Config.Env}}", Alias))
                .ShouldNotContain("proxy");
            (await Host.DockerAsync("run", "--rm", Alias, "id", "-u")).ShouldBe("1001");
            (await provider.EnsureAsync(Spec(Alias), ticket: null, Stop)).ShouldBeOfType<EnsureReply.Done>();
            (await Host.DockerAsync("images", "--quiet", "--filter", $"label=paddock.layer={Identity.Install}"))
                .ShouldBeEmpty();
            foreach (var machine in await ListAsync())
            {
                await provider.DeleteAsync(machine.Name, Stop);
            }
        }
        finally
        {
            await RemoveAsync(provider);
        }
    }

    [Fact]
    public async Task The_newest_is_the_alias_older_ones_go_and_a_script_that_fails_changes_nothing()
    {
        try
        {
            var first = await BuiltAsync(Provider, "true", putsRunner: false);
            var second = await BuiltAsync(Provider, "true", putsRunner: false);
            (await ImagesAsync(Provider)).Select(image => (image.Name, image.IsCurrent))
                .ShouldBe([(second.Name, true)]);
            first.Name.ShouldNotBe(second.Name);

            var reply = await BuildAsync(Provider, "echo no luck\nexit 7", putsRunner: false);
            var fault = reply.ShouldBeOfType<ImageBuildReply.Refused>().Fault;
            fault.Message.ShouldContain("exit code 7");
            fault.Message.ShouldContain("no luck");
            (await ImagesAsync(Provider)).Select(image => image.Name).ShouldBe([second.Name]);
            (await Host.DockerAsync("ps", "--all", "--quiet", "--filter", $"label=paddock.builder={Identity.Install}"))
                .ShouldBeEmpty();
        }
        finally
        {
            await RemoveAsync(Provider);
        }
    }

    private async Task<BuiltImage> BuiltAsync(DockerProvider provider, string script, bool putsRunner)
    {
        var reply = await BuildAsync(provider, script, putsRunner);
        return reply.ShouldBeOfType<ImageBuildReply.Built>(reply.ToString()).Image;
    }

    private async Task<ImageBuildReply> BuildAsync(DockerProvider provider, string script, bool putsRunner)
    {
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(file, $"#!/bin/sh\n{script}\n", Stop);
            _lines.Clear();
            return await provider.BuildImageAsync(
                new ImageRecipe(Alias, DockerHost.BareImage, DockerTrial.Home)
                {
                    ScriptFile = file, PutsRunner = putsRunner, Keep = 1,
                },
                news => _lines.AddRange(news is BuildNews.Line line ? [line.Text] : []), Stop);
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static async Task<IReadOnlyList<BuiltImage>> ImagesAsync(DockerProvider provider) =>
        (await provider.ListImagesAsync(Stop)).ShouldBeOfType<ImageListReply.Complete>().Images;

    private async Task RemoveAsync(DockerProvider provider)
    {
        foreach (var image in await ImagesAsync(provider))
        {
            await Host.DockerAsync("rmi", "--force", image.Id);
        }
    }
}
