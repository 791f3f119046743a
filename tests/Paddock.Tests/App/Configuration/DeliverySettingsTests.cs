using Paddock.App.Configuration;
using Paddock.GitHub;
using Paddock.GitHub.Deliveries;

namespace Paddock.Tests.App.Configuration;

public sealed class DeliverySettingsTests
{
    private const string Url = "url: https://ci.acme.example/webhook";

    private readonly ConfigDesk _desk = new();

    [Fact]
    public void Without_an_address_no_log_is_read() =>
        Connection("").Deliveries.ShouldBe(DeliveryMode.Off);

    [Fact]
    public void With_an_address_lost_deliveries_are_repaired_unless_somebody_says_otherwise()
    {
        Connection(Url).Deliveries.ShouldBe(DeliveryMode.Repair);
        Connection(Url).WebhookUrl.ShouldBe(new Uri("https://ci.acme.example/webhook"));
        Connection($"{Url}, deliveries: off").Deliveries.ShouldBe(DeliveryMode.Off);
    }

    [Fact]
    public void As_a_source_it_has_its_own_interval()
    {
        var connection = Connection($"{Url}, deliveries: source, delivery_interval: 30s");

        connection.Deliveries.ShouldBe(DeliveryMode.Source);
        connection.DeliveryInterval.ShouldBe(TimeSpan.FromSeconds(30));
    }

    [Theory]
    [InlineData("repair")]
    [InlineData("source")]
    public void A_log_of_nobody_knows_which_hook_is_refused(string mode)
    {
        var fault = Read($"deliveries: {mode}").Faults.Single();

        fault.IsWarning.ShouldBeFalse();
        fault.Path.ShouldBe("github.webhook.deliveries");
        fault.Remedy.ShouldContain("github.webhook.url");
    }

    [Fact]
    public void An_address_that_is_none_is_told_alone() =>
        Read("url: ci.acme.example, deliveries: source").Faults.ShouldHaveSingleItem()
            .Path.ShouldBe("github.webhook.url");

    [Theory]
    [InlineData("0s")]
    [InlineData("13h")]
    public void An_interval_out_of_bounds_is_refused(string interval) =>
        Read($"{Url}, delivery_interval: {interval}").Config.ShouldBeNull();

    [Theory]
    [InlineData("delivery_interval: 1m")]
    [InlineData(Url + ", deliveries: off, delivery_interval: 1m")]
    public void An_interval_that_nothing_uses_is_a_warning(string webhook)
    {
        var fault = Read(webhook).Faults.Single();

        fault.IsWarning.ShouldBeTrue();
        fault.Path.ShouldBe("github.webhook.delivery_interval");
    }

    [Fact]
    public void Who_reads_every_delivery_is_not_told_to_open_a_port()
    {
        const string Closed = "listen: {public: none}";
        var good = ConfigDesk.Good.Replace("listen: {public: \"127.0.0.1:8080\"}", Closed);
        good.ShouldContain(Closed);

        _desk.Read(good).Faults.ShouldHaveSingleItem();
        _desk.Read(good.Replace("secret: ", $"{Url}, deliveries: source, secret: ")).Faults.ShouldBeEmpty();
    }

    [Fact]
    public void With_a_token_each_scope_has_a_webhook() => Connection(Url).HasAppWebhook.ShouldBeFalse();

    [Fact]
    public void Only_an_App_has_a_webhook_of_its_own()
    {
        var fault = Read($"{Url}, at: app").Faults.Single();

        fault.IsWarning.ShouldBeFalse();
        fault.Path.ShouldBe("github.webhook.at");
    }

    private ConfigLoad Read(string webhook) =>
        _desk.ReadWith("""webhook: {secret: "${HOOK}"}""", $$"""webhook: {secret: "${HOOK}", {{webhook}}}""");

    private GitHubConnection Connection(string webhook) =>
        ConfigDesk.Accepted(webhook.Length == 0 ? _desk.Read(ConfigDesk.Good) : Read(webhook)).Connections.Single();
}
