using Paddock.Core.Model;
using Paddock.Ports.Providers;
using Paddock.Providers.Docker;

namespace Paddock.Tests.Providers.Docker;

/// <summary>From an image without a runner to one with it, when something is in the way.</summary>
public sealed class DockerLayerTests : SmallEngineTest
{
    private const string Blocked = "a file where the directory should be";

    [Fact]
    public async Task A_state_directory_that_cannot_be_made_is_an_answer_and_makes_nothing()
    {
        await File.WriteAllTextAsync(StateDirectory, Blocked, Stop);
        var fault = FaultOf(await Open().EnsureAsync(Spec(), ticket: null, Stop));
        fault.Kind.ShouldBe(FaultKind.Transient);
        fault.Message.ShouldContain(StateDirectory);
        Engine.Containers.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_state_directory_that_can_be_made_again_is_used_again()
    {
        var provider = Open();
        await File.WriteAllTextAsync(StateDirectory, Blocked, Stop);
        FaultOf(await provider.EnsureAsync(Spec(), ticket: null, Stop));
        File.Delete(StateDirectory);
        (await provider.EnsureAsync(Spec(), ticket: null, Stop)).ShouldBe(new EnsureReply.Done(Adopted: false));
        Directory.GetFileSystemEntries(StateDirectory).ShouldBeEmpty();
    }

    [Fact]
    public async Task An_archive_that_is_none_is_named_and_makes_nothing()
    {
        await File.WriteAllTextAsync(ArchivePath, "not an archive", Stop);
        var fault = FaultOf(await Open().EnsureAsync(Spec(), ticket: null, Stop));
        fault.Kind.ShouldBe(FaultKind.Fatal);
        fault.Message.ShouldContain($"{ArchivePath} cannot be used");
        Engine.Containers.ShouldBeEmpty();
    }

    [Fact]
    public async Task What_a_crash_left_of_a_build_is_cleared_before_the_next()
    {
        Directory.CreateDirectory(StateDirectory);
        await File.WriteAllTextAsync(Path.Combine(StateDirectory, "layer-left"), "half of it", Stop);
        await File.WriteAllTextAsync(Path.Combine(StateDirectory, "other"), "somebody's", Stop);
        (await Open().EnsureAsync(Spec(), ticket: null, Stop)).ShouldBeOfType<EnsureReply.Done>();
        Directory.GetFiles(StateDirectory).Select(Path.GetFileName).ShouldBe(["other"]);
    }

    [Fact]
    public async Task Helpers_a_crash_left_are_cleared_once_and_those_of_another_provider_are_not()
    {
        var (ours, theirs, install) = (Helper("docker", "ours"), Helper("other", "ours"), Helper("docker", "theirs"));
        var provider = Open();
        (await provider.EnsureAsync(Spec(), ticket: null, Stop)).ShouldBeOfType<EnsureReply.Done>();
        Engine.Containers.ShouldNotContain(ours);
        Engine.Containers.ShouldContain(theirs);
        Engine.Containers.ShouldContain(install);

        var later = Helper("docker", "ours");
        Checksum = "01";
        (await provider.EnsureAsync(Spec("pdk-two"), ticket: null, Stop)).ShouldBeOfType<EnsureReply.Done>();
        Engine.Containers.ShouldContain(later);
    }

    [Fact]
    public async Task No_two_helpers_share_a_name()
    {
        foreach (var provider in (DockerProvider[])[Open("one"), Open("two")])
        {
            foreach (var checksum in (string[])["00", "01"])
            {
                Checksum = checksum;
                Engine.Images.RemoveAll(image => image != Image);
                await provider.EnsureAsync(Spec($"pdk-{Engine.Requests.Count}"), ticket: null, Stop);
            }
        }
        var names = Engine.Requests
            .Where(line => line.StartsWith("POST /containers/create?name=paddock-", StringComparison.Ordinal))
            .Select(line => line.Split("name=")[1]).ToList();
        names.ShouldBeUnique();
        names.Count.ShouldBe(2 * (1 + 2), "Each provider looks into the image once and makes two layers.");
    }

    [Fact]
    public async Task A_layer_that_was_asked_for_is_never_tidied()
    {
        Engine.Images.AddRange(Enumerable.Range(0, 6).Select(old => $"paddock-runner:old{old}"));
        var provider = Open();
        for (var round = 0; round < 6; round++)
        {
            Checksum = $"{round:d2}";
            await provider.EnsureAsync(Spec($"pdk-{round}"), ticket: null, Stop);
        }
        Engine.CountOf("POST /commit").ShouldBe(6);
        Engine.Images.Count(image => image.StartsWith("paddock-runner:", StringComparison.Ordinal))
            .ShouldBe(6, "None of the old ones is needed, and all of the new ones are.");
    }

    private SmallEngine.Container Helper(string provider, string install)
    {
        var left = new SmallEngine.Container(
            $"left{Engine.Containers.Count}", $"paddock-left-{Engine.Containers.Count}",
            new() { ["paddock.helper"] = install, ["paddock.helper-provider"] = provider });
        Engine.Containers.Add(left);
        return left;
    }
}
