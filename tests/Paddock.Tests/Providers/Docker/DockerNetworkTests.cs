using System.Net;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Paddock.Core.Model;
using Paddock.Ports.Providers;
using Paddock.Providers;
using Paddock.Providers.Docker;

namespace Paddock.Tests.Providers.Docker;

/// <summary>Where the provider says that containers send from.</summary>
public sealed class DockerNetworkTests : SmallEngineTest
{
    private const string Bridge =
        """{"Name":"bridge","Driver":"bridge","IPAM":{"Config":[{"Subnet":"172.17.0.0/16","Gateway":"172.17.0.1"}]}}""";

    [Fact]
    public async Task The_usual_network_is_the_engines_bridge()
    {
        Say("/networks/bridge", Bridge);

        var known = (await Open().NetworksAsync(Stop)).ShouldBeOfType<NetworksReply.Known>();

        known.Networks.ShouldBe([IPNetwork.Parse("172.17.0.0/16")]);
        known.Unseen.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("""{"Driver":"bridge","IPAM":{"Config":null}}""")]
    [InlineData("""{"Driver":"overlay","IPAM":{"Config":[{"Subnet":"10.0.1.0/24"}]}}""")]
    public async Task A_network_whose_addresses_somebody_else_gives_is_unseen(string network)
    {
        Say("/networks/bridge", network);

        (await Open().NetworksAsync(Stop)).ShouldBeOfType<NetworksReply.Known>().Unseen.ShouldBe(["network bridge"]);
    }

    [Fact]
    public async Task An_engine_that_does_not_say_is_a_fault_and_no_empty_answer()
    {
        Engine.Instead = (_, _) => throw new HttpRequestException("refused");

        (await Open().NetworksAsync(Stop)).ShouldBeOfType<NetworksReply.Refused>();
    }

    [Fact]
    public async Task A_network_that_is_not_there_is_a_fault()
    {
        (await Open().NetworksAsync(Stop)).ShouldBeOfType<NetworksReply.Refused>();
    }

    [Fact]
    public async Task Containers_of_a_rootless_engine_are_seen_by_addresses_nobody_tells()
    {
        Say(
            "/networks/bridge", Bridge,
            """{"NCPU":8,"MemTotal":8000000000,"MemoryLimit":true,"SecurityOptions":["name=rootless"]}""");

        (await Open().NetworksAsync(Stop)).ShouldBeOfType<NetworksReply.Known>().Unseen.ShouldHaveSingleItem()
            .ShouldContain("rootless");
    }

    [Fact]
    public async Task Containers_on_another_host_are_seen_by_addresses_nobody_tells()
    {
        Say("/networks/bridge", Bridge);
        var settings = new DockerSettings(new ProviderName("far")) { Host = new Uri("tcp://far.example:2376") };
        using var provider = DockerProvider.Open(
            settings,
            new ProviderServices(Identity, this, StateDirectory, TimeProvider.System, NullLoggerFactory.Instance),
            Engine);

        (await provider.NetworksAsync(Stop)).ShouldBeOfType<NetworksReply.Known>().Unseen.ShouldBe(
            ["the address that containers of far.example are seen by"]);
    }

    private void Say(string path, string network, string? info = null) => Engine.Instead = (line, _) =>
        Task.FromResult(
            line == $"GET {path}" ? Json(network) : line == "GET /info" && info is not null ? Json(info) : null);

    private static HttpResponseMessage Json(string text) =>
        new(HttpStatusCode.OK) { Content = new StringContent(text, Encoding.UTF8, "application/json") };
}
