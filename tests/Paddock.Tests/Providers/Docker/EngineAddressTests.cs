using Paddock.Providers.Docker.Api;

namespace Paddock.Tests.Providers.Docker;

public sealed class EngineAddressTests
{
    [Theory]
    [InlineData("unix:///var/run/docker.sock")]
    [InlineData("tcp://127.0.0.1:2375")]
    [InlineData("tcp://localhost")]
    public void An_address_that_only_this_host_reaches_is_opened(string host) =>
        new EngineAddress(new Uri(host), CertificateDirectory: null).Open().Dispose();

    [Theory]
    [InlineData("tcp://10.0.0.1:2375", "certificate_directory")]
    [InlineData("http://127.0.0.1:2375", "unix:///var/run/docker.sock")]
    [InlineData("ssh://root@host", "unix:///var/run/docker.sock")]
    [InlineData("unix:///", "unix:///var/run/docker.sock")]
    public void Any_other_is_refused_with_the_remedy(string host, string remedy) =>
        Should.Throw<InvalidDataException>(() => new EngineAddress(new Uri(host), CertificateDirectory: null).Open())
            .Message.ShouldContain(remedy);

    [Fact]
    public void Certificates_that_are_not_there_are_named() =>
        Should.Throw<InvalidDataException>(() => new EngineAddress(new Uri("tcp://10.0.0.1"), "/nowhere").Open())
            .Message.ShouldContain("/nowhere");
}
