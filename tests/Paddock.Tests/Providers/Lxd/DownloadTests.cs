using System.Text.Json.Nodes;
using Paddock.Core.Model;
using Paddock.Ports.Providers;
using Paddock.Providers.Lxd;
using Paddock.Tests.Providers.Lxd.Standing;
using Paddock.Tests.Support;

namespace Paddock.Tests.Providers.Lxd;

/// <summary>Images of other servers, which the server itself downloads.</summary>
public sealed class DownloadTests : LxdTest
{
    private const string Server = "https://images.example";
    private const string Remote = "far:debian/12";

    internal override StandingOptions Options(StandingOptions options) => options with
    {
        PullTime = TimeSpan.FromSeconds(10),
    };

    [Fact]
    public async Task Two_that_want_one_image_have_it_downloaded_once_and_can_be_told_how_far_it_is()
    {
        Lxd.AddRemoteImage(Server, "debian/12");
        var provider = Reach();

        var both = Task.WhenAll(
            provider.EnsureAsync(Spec(image: Remote), Stays, Stop),
            provider.EnsureAsync(Spec("pdk-two", Remote), Stays, Stop));
        await Eventually.HoldsAsync(() => Downloads() == 1);
        await Time.AdvanceToTimerAsync(TimeSpan.FromSeconds(1));
        await Eventually.HoldsAsync(() => provider.UnderWay is [{ Done: 42, Total: 100 }]);

        (await PassTimeAsync(both)).ShouldAllBe(reply => reply is EnsureReply.Done);
        (Downloads(), provider.UnderWay.Count).ShouldBe((1, 0));
    }

    [Fact]
    public async Task An_alias_means_the_same_image_for_a_while_and_is_then_looked_for_anew()
    {
        Lxd.AddRemoteImage(Server, "debian/12");
        var provider = Reach();
        await PassTimeAsync(provider.EnsureAsync(Spec(image: Remote), Stays, Stop));
        await provider.EnsureAsync(Spec("pdk-two", Remote), Stays, Stop);
        Downloads().ShouldBe(1);

        Time.Advance(TimeSpan.FromHours(1));
        await PassTimeAsync(provider.EnsureAsync(Spec("pdk-three", Remote), Stays, Stop));

        Downloads().ShouldBe(2);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_server_is_told_where_from_and_whether_to_keep_it_up_to_date(bool autoUpdate)
    {
        Lxd.AddRemoteImage(Server, "debian/12");
        await PassTimeAsync(Reach(lab => lab with { AutoUpdate = autoUpdate })
            .EnsureAsync(Spec(image: Remote), Stays, Stop));

        var body = JsonNode.Parse(Lxd.Requests.Single(one => one is { Method: "POST", Path: "/1.0/images" }).Body)!;
        ((string)body["source"]!["server"]!, (string)body["source"]!["alias"]!, (bool)body["auto_update"]!)
            .ShouldBe((Server, "debian/12", autoUpdate));
    }

    [Theory]
    [InlineData("far:nowhere", FaultKind.InvalidSpec, "Correct its name")]
    [InlineData("off:debian/12", FaultKind.Transient, "could not be downloaded; it is tried again")]
    public async Task What_cannot_be_had_is_told_by_whose_fault_it_is(string image, FaultKind kind, string words)
    {
        Lxd.AddRemoteImage(Server, "debian/12");

        var fault = FaultOf(await PassTimeAsync(Reach().EnsureAsync(Spec(image: image), Stays, Stop)));

        (fault.Kind, fault.Message.Contains(words)).ShouldBe((kind, true), fault.Message);
        Lxd.Names().ShouldBeEmpty();
    }

    [Fact]
    public async Task A_remote_s_certificate_that_cannot_be_read_is_a_refusal()
    {
        var fault = FaultOf(await Reach(lab => lab with
        {
            Remotes = new Dictionary<string, ImageRemote>
            {
                ["far"] = new(new Uri(Server), "lxd") { CertificateFile = "/nowhere.crt" },
            },
        }).EnsureAsync(Spec(image: Remote), Stays, Stop));

        (fault.Kind, fault.Message.Contains("/nowhere.crt")).ShouldBe((FaultKind.InvalidSpec, true));
    }

    private int Downloads() => Lxd.Requests.Count(one => one is { Method: "POST", Path: "/1.0/images" });

    private LxdProvider Reach(Func<LxdSettings, LxdSettings>? change = null) => Open(lab =>
    {
        lab = lab with
        {
            Remotes = new Dictionary<string, ImageRemote>
            {
                ["far"] = new(new Uri(Server), "simplestreams"),
                ["off"] = new(new Uri("https://off.example"), "simplestreams"),
            },
        };
        return change?.Invoke(lab) ?? lab;
    });
}
