using System.Net;
using Microsoft.Extensions.Logging.Abstractions;
using Paddock.Core.Model;
using Paddock.Core.Planning;
using Paddock.Core.Policy;
using Paddock.Ports.Forge;
using Paddock.Ports.Providers;
using Paddock.Providers;
using Paddock.Providers.Lxd;
using Paddock.Tests.Providers.Lxd.Standing;

namespace Paddock.Tests.Providers.Lxd;

/// <summary>Where the provider says that instances send from.</summary>
public sealed class LxdNetworkTests : StandingTest, IRunnerArchives
{
    [Fact]
    public async Task The_networks_of_the_profiles_cards_are_told()
    {
        var known = await KnownAsync(settings => settings);

        known.Networks.ShouldBe([IPNetwork.Parse("10.10.10.0/24")]);
        known.Unseen.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_configured_network_takes_the_place_of_the_profiles()
    {
        await PutAsync(
            "runners", """{"type":"bridge","config":{"ipv4.address":"10.9.0.1/16","ipv6.address":"fd42::1/64"}}""");

        var known = await KnownAsync(settings => settings with { Network = "runners" });

        known.Networks.ShouldBe([IPNetwork.Parse("10.9.0.0/16"), IPNetwork.Parse("fd42::/64")]);
    }

    [Fact]
    public async Task Routes_to_instances_and_the_address_an_OVN_network_hides_them_behind_are_told_as_well()
    {
        await PutAsync(
            "ovn",
            """
            {"type":"ovn","config":{"ipv4.address":"10.9.0.1/24","ipv4.routes":"192.0.2.0/28, 192.0.2.32/28",
             "volatile.network.ipv4.address":"198.51.100.7"}}
            """);

        (await KnownAsync(settings => settings with { Network = "ovn" })).Networks.Select(one => one.ToString())
            .ShouldBe(["10.9.0.0/24", "198.51.100.7/32", "192.0.2.0/28", "192.0.2.32/28"]);
    }

    [Theory]
    [InlineData("""{"type":"macvlan","config":{"parent":"eth0"}}""")]
    [InlineData("""{"type":"bridge","managed":false}""")]
    [InlineData("""{"type":"bridge","config":{"ipv4.address":"10.9.0.1/24","bridge.external_interfaces":"eth1"}}""")]
    [InlineData("""{"type":"bridge","config":{"ipv4.address":"none","ipv6.address":"none"}}""")]
    public async Task A_network_that_somebody_else_gives_addresses_in_is_unseen(string network)
    {
        await PutAsync("lan", network);

        (await KnownAsync(settings => settings with { Network = "lan" })).Unseen.ShouldBe(["network lan"]);
    }

    [Fact]
    public async Task A_profile_that_is_not_made_yet_counts_as_it_will_be()
    {
        await PutAsync("later", """{"type":"bridge","config":{"ipv4.address":"10.8.0.1/24"}}""");
        var card = new Dictionary<string, string> { ["type"] = "nic", ["nictype"] = "bridged", ["parent"] = "later" };
        var kept = new KeptProfile(
            "ci", new Dictionary<string, string>(),
            new Dictionary<string, IReadOnlyDictionary<string, string>> { ["eth1"] = card });

        var known = await KnownAsync(settings => settings with
        {
            Profiles = ["default"],
            KeptProfiles = [kept],
            Sizes = new Dictionary<string, InstanceSize> { ["big"] = new() { Profiles = ["ci"] } },
        });

        known.Networks.ShouldBe(
            [IPNetwork.Parse("10.8.0.0/24"), IPNetwork.Parse("10.10.10.0/24")], ignoreOrder: true);
    }

    [Fact]
    public async Task A_server_that_is_down_or_has_no_such_network_is_a_fault_and_no_empty_answer()
    {
        using var provider = Open(settings => settings with { Network = "absent" });
        (await provider.NetworksAsync(Stop)).ShouldBeOfType<NetworksReply.Refused>();
        await Lxd.KillDaemonAsync();

        (await provider.NetworksAsync(Stop)).ShouldBeOfType<NetworksReply.Refused>();
    }

    Task<ArchiveReply> IRunnerArchives.GetAsync(
        Scope scope, string os, string architecture, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    private async Task<NetworksReply.Known> KnownAsync(Func<LxdSettings, LxdSettings> change)
    {
        using var provider = Open(change);
        return (await provider.NetworksAsync(Stop)).ShouldBeOfType<NetworksReply.Known>();
    }

    private async Task PutAsync(string name, string network)
    {
        (await Send("POST", "/1.0/networks", $$"""{"name":"{{name}}",{{network.Trim()[1..]}}"""))
            .Status.ShouldBe(201);
    }

    private LxdProvider Open(Func<LxdSettings, LxdSettings> change)
    {
        var identity = new FleetIdentity("fleet", "ours", RunnerNames.MarkOf("fleet", "ours"));
        var settings = new LxdSettings(new ProviderName("lab")) { Host = new Uri($"unix://{Lxd.SocketPath}") };
        return LxdProvider.Open(
            change(settings),
            new ProviderServices(
                identity, this, Path.GetTempPath(), TimeProvider.System, NullLoggerFactory.Instance));
    }
}
