using System.Net;
using Paddock.App.Http.Shielding;
using Paddock.Ports.Providers;

namespace Paddock.Tests.App.Http.Shielding;

public sealed class RunnerNetworksTests
{
    private static readonly IPAddress Here = IPAddress.Parse("192.0.2.10");

    private static readonly RunnerNetworks Some = Of("10.1.2.0/24", "fd42:1::/64");

    [Theory]
    [InlineData("10.1.2.0", true)]
    [InlineData("10.1.2.255", true)]
    [InlineData("10.1.3.0", false)]
    [InlineData("::ffff:10.1.2.7", true)]
    [InlineData("::ffff:10.1.3.7", false)]
    [InlineData("fd42:1::9", true)]
    [InlineData("fd42:2::9", false)]
    [InlineData("127.0.0.1", false)]
    public void An_address_is_held_in_whichever_way_it_is_written(string address, bool held) =>
        Some.Holds(IPAddress.Parse(address)).ShouldBe(held);

    [Fact]
    public void An_address_for_one_link_alone_may_be_a_runners_wherever_there_are_runners()
    {
        var address = IPAddress.Parse("fe80::216:3eff:fe12:3456%3");

        Some.Holds(address).ShouldBeTrue();
        Of().Holds(address).ShouldBeFalse();
    }

    [Theory]
    [InlineData("192.0.2.77", "192.0.2.10", true)]
    [InlineData("10.1.2.7", "192.0.2.10", false)]
    [InlineData("::ffff:10.1.2.7", "::ffff:192.0.2.10", false)]
    [InlineData("192.0.2.77", "10.1.2.1", false)]
    [InlineData("10.1.2.1", "10.1.2.1", false)]
    [InlineData("127.0.0.1", "127.0.0.1", true)]
    public void Nothing_gets_in_from_a_runners_network_or_to_this_hosts_address_in_one(
        string from, string to, bool isIn) =>
        Some.LetIn(IPAddress.Parse(from), IPAddress.Parse(to)).ShouldBe(isIn);

    [Fact]
    public void While_a_provider_has_not_answered_only_this_host_gets_in()
    {
        var networks = RunnerNetworks.Of([], [new NetworksReply.Known([], []), null]);

        networks.LetIn(IPAddress.Parse("192.0.2.77"), Here).ShouldBeFalse();
        networks.LetIn(IPAddress.Loopback, IPAddress.Loopback).ShouldBeTrue();
        networks.LetIn(IPAddress.Parse("::ffff:127.0.0.1"), IPAddress.Parse("::ffff:127.0.0.1")).ShouldBeTrue();
        networks.LetIn(IPAddress.IPv6Loopback, IPAddress.IPv6Loopback).ShouldBeTrue();
    }

    [Fact]
    public void What_no_provider_can_tell_keeps_everybody_out_until_the_operator_has_said_something()
    {
        NetworksReply.Known[] told = [new([], ["network lan"])];
        var operators = IPAddress.Parse("192.0.2.77");

        RunnerNetworks.Of(null, told).LetIn(operators, Here).ShouldBeFalse();
        RunnerNetworks.Of([], told).LetIn(operators, Here).ShouldBeTrue();
        RunnerNetworks.Of([IPNetwork.Parse("192.0.2.64/26")], told).LetIn(operators, Here).ShouldBeFalse();
    }

    [Fact]
    public void What_is_written_counts_beside_what_is_told()
    {
        var networks = RunnerNetworks.Of(
            [IPNetwork.Parse("127.0.0.2/32")], [new([IPNetwork.Parse("10.1.2.0/24")], [])]);

        networks.Holds(IPAddress.Parse("127.0.0.2")).ShouldBeTrue();
        networks.Holds(IPAddress.Parse("10.1.2.7")).ShouldBeTrue();
        networks.LetIn(IPAddress.Parse("127.0.0.2"), IPAddress.Loopback).ShouldBeFalse("the operator has said so");
    }

    private static RunnerNetworks Of(params IEnumerable<string> networks) =>
        new([.. networks.Select(IPNetwork.Parse)], AreComplete: true);
}
