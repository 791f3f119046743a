using System.Text;
using Paddock.App.Configuration;
using Paddock.Providers.Lxd;
using Paddock.Tests.Support;

namespace Paddock.Tests.App.Configuration;

/// <summary>Every file in examples/ is a configuration that starts.</summary>
public sealed class ExampleTests
{
    public static TheoryData<string> Names { get; } =
    [
        .. Directory.GetFiles(Path.Combine(RepositoryFiles.Root, "examples"), "*.yaml")
            .Select(path => Path.GetFileName(path)!),
    ];

    [Theory]
    [MemberData(nameof(Names))]
    public void Each_example_reads_without_an_error(string name)
    {
        var load = Load(name);

        load.Faults.Where(fault => !fault.IsWarning).Select(fault => fault.ToString()).ShouldBeEmpty();
        load.Config.ShouldNotBeNull();
    }

    [Fact]
    public void The_only_warning_is_that_the_development_example_has_no_webhooks() =>
        Names.SelectMany(name => Load(name.Data).Faults).Select(fault => fault.ToString()).ShouldBe(
        [
            """
            process.yaml:16:18: warning: No webhooks come in: jobs are found by sweeps alone, up to sweep_interval late.
                Set a webhook secret (and listen.public) to start runners within a second.
            """,
        ]);

    [Fact]
    public void A_merged_anchor_becomes_part_of_each_offer() =>
        Load("organization.yaml").Config!.Pools.SelectMany(pool => pool.Offers)
            .Select(offer => (offer.Image, offer.Size.Cpus)).ShouldBe(
        [
            ("registry.acme.example/ci/runner:24.04", 2.0),
            ("registry.acme.example/ci/runner:24.04", 8.0),
        ]);

    [Fact]
    public void Two_connections_keep_apart()
    {
        var config = Load("enterprise-server.yaml").Config!;

        config.Connections.Select(connection => connection.Host).ShouldBe(["github.com", "git.acme.example"]);
        config.Pools[1].Scopes.Select(scope => scope.ToString())
            .ShouldBe(["ghes/org:platform", "ghes/repo:tools/release"]);
    }

    [Fact]
    public void Three_entries_of_a_label_map_are_three_pools_with_a_cap_each()
    {
        var config = Load("lxd.yaml").Config!;

        config.Pools.Select(pool => (pool.Name.Value, pool.RunnersMax, pool.Offers[0].Image, pool.Offers[0].Size.Type))
            .ShouldBe(
            [
                ("linux", 8, "runner-debian-12", "small"),
                ("docker", 3, "runner-docker", "docker"),
                ("strangers", 2, "images:debian/12/cloud", "strangers"),
            ]);
        var lab = config.Providers.ShouldHaveSingleItem().ShouldBeOfType<LxdSettings>();
        lab.Sizes["docker"].ShouldSatisfyAllConditions(
            size => size.Nesting.ShouldBeTrue(), size => size.MemoryBytes.ShouldBe(8L << 30));
        lab.Sizes["strangers"].Type.ShouldBe(InstanceType.VirtualMachine);
    }

    private static ConfigLoad Load(string name)
    {
        var desk = new ConfigDesk
        {
            Variables =
            {
                ["GITHUB_TOKEN"] = "t", ["GITHUB_WEBHOOK_SECRET"] = "s",
                ["GHES_TOKEN"] = "t", ["GHES_WEBHOOK_SECRET"] = "s",
                ["PADDOCK_CONFIG"] = name,
            },
        };
        foreach (var secret in (string[])
            ["github-token", "webhook", "webhook-old", "acme-ca.pem", "admin-token", "trust-token"])
        {
            desk.Files["/srv/secrets/" + secret] = Encoding.UTF8.GetBytes(secret);
        }
        desk.Files["/srv/scripts/setup.sh"] = "#!/bin/sh\n"u8.ToArray();
        desk.Files["/srv/" + name] = File.ReadAllBytes(Path.Combine(RepositoryFiles.Root, "examples", name));
        return ConfigReader.Load(desk.Request);
    }
}
