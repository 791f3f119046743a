using System.Net;
using Paddock.App.Configuration;

namespace Paddock.Tests.App.Configuration;

/// <summary>What a file tells of who reaches the admin address over TCP.</summary>
public sealed class AdminReachTests
{
    private const string Tcp = ", admin: {tcp: \"0.0.0.0:8081\", token: \"${TOKEN}\"}";

    [Theory]
    [InlineData("{kind: process}", "dev")]
    [InlineData("{kind: docker, network: host}", "dev")]
    public void Jobs_on_this_hosts_own_network_are_told_to_be_kept_out_by_nothing_but_the_token(
        string provider, string name)
    {
        var load = Load($"{Tcp}", provider);

        var fault = load.Faults.ShouldHaveSingleItem();
        fault.IsWarning.ShouldBeTrue();
        fault.Message.ShouldBe(
            $"Jobs of provider {name} use this host's own network, so 0.0.0.0:8081 cannot be closed to them: nothing "
            + "but the token keeps them out.");
    }

    [Fact]
    public void Jobs_with_networks_of_their_own_are_no_reason_to_warn() =>
        Load(Tcp, "{kind: docker}").Faults.ShouldBeEmpty();

    [Fact]
    public void Networks_of_runners_are_read()
    {
        var load = Load($"{Tcp}, runner_networks: [10.7.0.0/16, \"fd07::/16\"]", "{kind: docker}");

        ConfigDesk.Accepted(load).Listen.RunnerNetworks.ShouldBe(
            [IPNetwork.Parse("10.7.0.0/16"), IPNetwork.Parse("fd07::/16")]);
        load.Faults.ShouldBeEmpty();
    }

    [Fact]
    public void To_say_nothing_is_not_to_say_that_there_are_none()
    {
        ConfigDesk.Accepted(Load(Tcp, "{kind: docker}")).Listen.RunnerNetworks.ShouldBeNull();
        ConfigDesk.Accepted(Load($"{Tcp}, runner_networks: []", "{kind: docker}")).Listen.RunnerNetworks
            .ShouldNotBeNull().ShouldBeEmpty();
    }

    [Fact]
    public void Networks_of_runners_without_an_admin_address_have_no_effect() =>
        Load(", runner_networks: [10.7.0.0/16]", "{kind: docker}").Faults.ShouldHaveSingleItem().Message
            .ShouldStartWith("listen.runner_networks has no effect");

    [Fact]
    public void An_admin_address_in_a_network_of_runners_is_told_to_be_closed_to_everybody() =>
        Load(
            $"{Tcp.Replace("0.0.0.0", "10.7.0.1", StringComparison.Ordinal)}, runner_networks: [10.7.0.0/16]",
            "{kind: docker}").Faults.ShouldHaveSingleItem().Message
            .ShouldBe("listen.runner_networks holds 10.7.0.1 itself, so the admin address is closed to everybody.");

    private static ConfigLoad Load(string listen, string provider) => new ConfigDesk().Read(ConfigDesk.Good
        .Replace("dev: {kind: process}", $"dev: {provider}", StringComparison.Ordinal)
        .Replace("listen: {public: \"127.0.0.1:8080\"", $"listen: {{public: \"127.0.0.1:8080\"{listen}",
            StringComparison.Ordinal));
}
