using Paddock.Providers.Docker.Images;

namespace Paddock.Tests.Providers.Docker;

public sealed class ImageReferenceTests
{
    [Theory]
    [InlineData("ubuntu", "ubuntu", "latest")]
    [InlineData("ubuntu:24.04", "ubuntu", "24.04")]
    [InlineData("ghcr.io/acme/runner:v1", "ghcr.io/acme/runner", "v1")]
    [InlineData("registry:5000/x", "registry:5000/x", "latest")]
    [InlineData("registry:5000/x:v2", "registry:5000/x", "v2")]
    [InlineData("acme/x@sha256:abc", "acme/x", "sha256:abc")]
    [InlineData("registry:5000/x:v2@sha256:abc", "registry:5000/x", "sha256:abc")]
    public void A_reference_is_taken_apart(string text, string name, string tag) =>
        ImageReference.TryParse(text).ShouldBe(new ImageReference(name, tag));

    [Theory]
    [InlineData("")]
    [InlineData("-x")]
    [InlineData("a b")]
    [InlineData("x:")]
    [InlineData("x@")]
    [InlineData("x@sha256")]
    [InlineData("../../etc")]
    [InlineData("x?force=1")]
    [InlineData("x\n")]
    public void What_is_none_is_refused(string text) => ImageReference.TryParse(text).ShouldBeNull();
}
