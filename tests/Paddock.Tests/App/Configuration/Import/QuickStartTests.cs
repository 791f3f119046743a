using System.Text;
using Paddock.App.Configuration;
using Paddock.Providers.Lxd;

namespace Paddock.Tests.App.Configuration.Import;

/// <summary>Starts as LXDRunner and the charm were started, without a file of Paddock's own.</summary>
public sealed class QuickStartTests
{
    private const string LxdRunner =
        """
        pat: ghp_canary0000
        hooksecret: hook_canary0000
        runnermap: [{name: debian, labels: [linux], image: runner-debian}]
        """;

    private readonly ConfigDesk _desk = new() { Variables = { ["GITHUB_TOKEN"] = "ghp_environment" } };

    [Fact]
    public void The_variable_of_LXDRunner_names_a_file_that_just_works()
    {
        _desk.Files["/srv/config.yml"] = Encoding.UTF8.GetBytes(LxdRunner);
        _desk.Variables["LXDRCFG"] = "config.yml";
        _desk.Variables["PADDOCK_SCOPE"] = "org:acme,repo:ann/site";

        var load = ConfigReader.Load(_desk.Request);

        var config = ConfigDesk.Accepted(load);
        config.Pools.ShouldHaveSingleItem().Scopes.Select(scope => scope.ToString())
            .ShouldBe(["org:acme", "repo:ann/site"]);
        config.Connections[0].WebhookSecrets[0].Reveal().ShouldBe("hook_canary0000");
        config.Values.Select(value => value.Shown).ShouldNotContain(shown => shown.Contains(ConfigDesk.Canary));
        var told = ConfigDesk.Texts(load).ToList();
        told[0].ShouldContain("paddock config import lxdrunner config.yml writes one of Paddock's own.");
        string.Join('\n', told).ShouldNotContain(ConfigDesk.Canary);
        told.ShouldNotContain(text => text.Contains("has no effect"));
    }

    [Fact]
    public void A_file_of_Paddocks_own_wins_over_it()
    {
        _desk.Variables["LXDRCFG"] = "config.yml";

        ConfigDesk.Accepted(_desk.Read(ConfigDesk.Good)).Fleet.ShouldBe("acme-ci");
    }

    [Fact]
    public void Without_a_scope_it_is_told_how_to_say_it()
    {
        _desk.Files["/srv/config.yml"] = Encoding.UTF8.GetBytes(LxdRunner);
        var load = ConfigReader.Load(_desk.Request with { Path = "config.yml" });

        load.Config.ShouldBeNull();
        load.Faults.Where(fault => !fault.IsWarning).ShouldHaveSingleItem().Remedy.ShouldContain("PADDOCK_SCOPE");
    }

    [Fact]
    public void Options_of_the_charm_are_a_configuration()
    {
        _desk.Files["/srv/options.yaml"] = Encoding.UTF8.GetBytes("path: acme\ntoken: ghp_x\nvirtual-machines: 2\n");

        var config = ConfigDesk.Accepted(ConfigReader.Load(_desk.Request with { Path = "options.yaml" }));

        config.Pools.ShouldHaveSingleItem().Idle.Min.ShouldBe(2);
    }

    [Fact]
    public void Options_of_the_charm_are_flags_too()
    {
        foreach (var (flag, value) in (IEnumerable<(string, string)>)
            [("path", "acme/shop"), ("containers", "2"), ("virtual-machines", "1"), ("check-interval", "3m")])
        {
            _desk.Flags[flag] = value;
        }

        var config = ConfigDesk.Accepted(ConfigReader.Load(_desk.Request));

        config.Pools.Select(pool => (pool.Name.Value, pool.Idle.Min))
            .ShouldBe([("containers", 2), ("virtual-machines", 1)]);
        config.Pools[0].Scopes[0].ToString().ShouldBe("repo:acme/shop");
        config.CheckInterval.ShouldBe(TimeSpan.FromMinutes(3));
        config.Providers.ShouldHaveSingleItem().ShouldBeOfType<LxdSettings>();
    }

    [Fact]
    public void Words_of_Paddock_go_with_those_of_the_charm()
    {
        _desk.Variables["PADDOCK_PATH"] = "acme";
        _desk.Variables["PADDOCK_CONTAINERS"] = "1";
        _desk.Variables["PADDOCK_PROVIDER"] = "incus";
        _desk.Variables["PADDOCK_IMAGE"] = "images:debian/12";
        _desk.Variables["PADDOCK_LABELS"] = "large";

        var config = ConfigDesk.Accepted(ConfigReader.Load(_desk.Request));

        config.Providers.ShouldHaveSingleItem().Kind.ShouldBe("incus");
        config.Pools[0].Offers[0].Image.ShouldBe("images:debian/12");
        config.Pools[0].Labels.Contains("large").ShouldBeTrue();
    }
}
