using Paddock.Ports.Providers;

namespace Paddock.Tests.Providers.Lxd;

public sealed class ArchitectureTests : LxdTest
{
    /// <summary>The server has the kernel's word for it, GitHub its own.</summary>
    [Theory]
    [InlineData("x86_64", "x64")]
    [InlineData("aarch64", "arm64")]
    public async Task An_image_is_given_the_runner_of_its_architecture(string architecture, string wanted)
    {
        Lxd.AddImage("image", architecture: architecture);

        (await Open().EnsureAsync(Spec(image: "image"), Stays, Stop)).ShouldBeOfType<EnsureReply.Done>();

        Place.Architectures.ShouldBe([wanted]);
    }
}
