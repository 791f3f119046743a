using Paddock.Demo;
using Paddock.Demo.Parts;
using Paddock.RealTests.Docker;

namespace Paddock.RealTests.EndToEnd;

/// <summary>The demonstration with its jobs in containers, as <c>./paddock demo --docker</c> gives it.</summary>
[Collection(nameof(DockerHost))]
public sealed class DockerDemoTests(DockerHost host)
{
    [Fact]
    public async Task The_whole_story_is_played_in_containers_and_every_check_holds()
    {
        await host.ReadyAsync();
        var token = TestContext.Current.CancellationToken;
        using var engine = await LocalEngine.OpenAsync(host.Engine.ToString(), token);
        using var output = new StringWriter();
        var options = new DemoOptions
        {
            IsFast = true, IsPlain = true, RunnerArchive = host.RunnerArchive,
            Docker = new DockerPlace(engine, DockerHost.BareImage),
        };

        var (figures, checks, _) = await new DemoShow(options, output, TimeProvider.System).RunAsync(token);

        checks.Where(check => !check.Holds).Select(check => $"{check.What}: {check.But}").ShouldBeEmpty();
        checks.ShouldContain(check => check.What == "no container is left");
        figures.Registrations.ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task Without_an_engine_it_says_so_and_what_to_do()
    {
        var fault = await Should.ThrowAsync<DemoFailedException>(() => LocalEngine.OpenAsync(
            "unix:///nowhere/docker.sock", TestContext.Current.CancellationToken));
        fault.Message.ShouldBe("No Docker Engine answers at /nowhere/docker.sock.");
        fault.Remedy.ShouldContain("systemctl start docker");
    }
}
