using Paddock.Core.Model;
using Paddock.Core.Planning;
using Paddock.Core.Policy;
using Paddock.Ports.Providers;
using Paddock.Providers.Lxd;

namespace Paddock.Tests.Providers.Lxd;

/// <summary>What instances stand on: profiles and the network ACL, made and kept as the configuration says.</summary>
public sealed class FoundationTests : LxdTest
{
    private const string Bridge = "lxdbr0";
    private const string Profile = "/1.0/profiles/gha";
    private const string Acl = "/1.0/network-acls/paddock-lab";

    [Fact]
    public async Task A_profile_is_made_and_mended_when_somebody_has_changed_it()
    {
        var provider = Kept();
        await provider.EnsureAsync(Spec(), Stays, Stop);
        (await ConfigAsync()).ShouldBe(["limits.memory=1GiB"]);
        await AdministerAsync("PATCH", Profile, """{"config":{"limits.memory":"9GiB","user.more":"x"}}""");

        Time.Advance(TimeSpan.FromMinutes(6));
        await provider.EnsureAsync(Spec("pdk-two"), Stays, Stop);

        (await ConfigAsync()).ShouldBe(["limits.memory=1GiB"]);
    }

    [Fact]
    public async Task A_profile_that_is_not_ours_is_not_touched()
    {
        await AdministerAsync("POST", "/1.0/profiles", """{"name":"gha","description":"mine","config":{"a":"b"}}""");

        var fault = FaultOf(await Kept().EnsureAsync(Spec(), Stays, Stop));

        (fault.Kind, fault.Message.Contains("was not touched")).ShouldBe((FaultKind.InvalidSpec, true));
        ((string?)(await AdministerAsync("GET", Profile)).Metadata["description"]).ShouldBe("mine");
    }

    [Fact]
    public async Task Until_the_ACL_is_on_the_network_nothing_is_made()
    {
        var provider = Walled();

        var fault = FaultOf(await provider.EnsureAsync(Spec(), Stays, Stop));

        fault.Kind.ShouldBe(FaultKind.InvalidSpec);
        fault.Message.ShouldContain($"lxc network set {Bridge} security.acls=paddock-lab ");
        await PutOnAsync();
        (await provider.EnsureAsync(Spec(), Stays, Stop)).ShouldBe(new EnsureReply.Done(Adopted: false));
        (await RulesAsync()).ShouldBe(["reject 10.0.0.0/9", "reject 10.128.0.0/10", "reject 10.224.0.0/11"]);
    }

    [Fact]
    public async Task A_rule_that_somebody_has_opened_is_closed_again()
    {
        await PutOnAsync();
        var provider = Walled();
        await provider.EnsureAsync(Spec(), Stays, Stop);
        var kept = (await AdministerAsync("GET", Acl)).Metadata.AsObject();
        kept["egress"]![0]!["action"] = "allow";
        await AdministerAsync("PUT", Acl, kept.ToJsonString());
        (await RulesAsync())[0].ShouldBe("allow 10.0.0.0/9");

        Time.Advance(TimeSpan.FromMinutes(6));
        await provider.EnsureAsync(Spec("pdk-two"), Stays, Stop);

        (await RulesAsync())[0].ShouldBe("reject 10.0.0.0/9");
    }

    [Fact]
    public async Task An_ACL_that_is_not_ours_is_not_touched()
    {
        await PutOnAsync();
        await AdministerAsync("POST", "/1.0/network-acls", """{"name":"paddock-lab","description":"mine"}""");

        FaultOf(await Walled().EnsureAsync(Spec(), Stays, Stop)).Message.ShouldContain("was not touched");
    }

    [Fact]
    public async Task Another_installation_whose_provider_is_called_alike_does_not_open_the_wall()
    {
        await PutOnAsync();
        await Walled().EnsureAsync(Spec(), Stays, Stop);
        var others = Place.Open(
            new FleetIdentity("fleet", "others", RunnerNames.MarkOf("fleet", "others")),
            lab => lab with { Network = Bridge, DenyNetworks = ["172.16.0.0/12"] });

        FaultOf(await others.EnsureAsync(Spec("pdk-two"), Stays, Stop)).Message.ShouldContain("was not touched");

        (await RulesAsync()).ShouldContain("reject 10.0.0.0/9");
    }

    private LxdProvider Kept() => Open(lab => lab with
    {
        Profiles = ["default", "gha"],
        KeptProfiles =
        [
            new KeptProfile(
                "gha", new Dictionary<string, string> { ["limits.memory"] = "1GiB" },
                new Dictionary<string, IReadOnlyDictionary<string, string>>()),
        ],
    });

    private LxdProvider Walled() => Open(lab => lab with
    {
        Network = Bridge, DenyNetworks = ["10.0.0.0/8"], AllowNetworks = ["10.192.0.0/11"],
    });

    private Task PutOnAsync() => AdministerAsync(
        "PATCH", $"/1.0/networks/{Bridge}", """{"config":{"security.acls":"others,paddock-lab"}}""");

    private async Task<List<string>> ConfigAsync() =>
    [
        .. (await AdministerAsync("GET", Profile)).Metadata["config"]!.AsObject()
            .Select(pair => $"{pair.Key}={pair.Value}"),
    ];

    private async Task<List<string>> RulesAsync() =>
    [
        .. (await AdministerAsync("GET", Acl)).Metadata["egress"]!.AsArray()
            .Select(rule => $"{rule!["action"]} {rule["destination"]}"),
    ];
}
