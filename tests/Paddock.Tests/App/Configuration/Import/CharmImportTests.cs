using Paddock.App.Configuration;
using Paddock.App.Configuration.Import;
using Paddock.Core.Policy;
using Paddock.Providers.Lxd;

namespace Paddock.Tests.App.Configuration.Import;

/// <summary>The github-runner charm's options, in their several shapes, and what becomes of them.</summary>
public sealed class CharmImportTests
{
    private readonly ImportBench _bench = new();

    [Theory]
    [InlineData("path: acme/shop\ncontainers: 2\ntoken: ghp_canary0000")]
    [InlineData("ci:\n  path: acme/shop\n  containers: 2\n  token: ghp_canary0000")]
    [InlineData("applications:\n  ci: {options: {path: acme/shop, containers: 2, token: ghp_canary0000}}")]
    [InlineData("application: ci\nsettings:\n  path: {value: acme/shop}\n  containers: {value: 2, source: user}\n"
        + "  token: {value: ghp_canary0000}\n  vm-cpu: {value: 7, source: default}")]
    public void Options_are_found_in_every_shape_they_are_kept_in(string yaml)
    {
        var config = Import(yaml);

        var pool = config.Pools.ShouldHaveSingleItem();
        pool.Scopes.ShouldHaveSingleItem().ToString().ShouldBe("repo:acme/shop");
        (pool.Idle.Min, pool.Idle.Count).ShouldBe((2, StockCount.Idle));
        Lxd(config).Sizes["containers"].Cpus.ShouldBe(2);
        _bench.Text!.ShouldNotContain(ConfigDesk.Canary);
        _bench.Notes.ShouldContain(note => note.StartsWith("token: ") && note.Contains("GITHUB_TOKEN"));
    }

    [Fact]
    public void Containers_and_virtual_machines_are_a_pool_each_with_as_many_idle()
    {
        var config = Import(
            "path: acme\ncontainers: 2\nvirtual-machines: 1\nvm-cpu: 4\nvm-memory: 8GiB\nvm-disk: 20GiB");

        config.Pools.Select(pool => (pool.Name.Value, pool.Idle.Min, pool.Idle.Max, pool.Labels.ToString())).ShouldBe(
        [
            ("containers", 2, 2, "[self-hosted, linux, x64, github-runner, ubuntu, container]"),
            ("virtual-machines", 1, 1, "[self-hosted, linux, x64, github-runner, ubuntu, virtual-machine]"),
        ]);
        config.Pools[0].Scopes.ShouldHaveSingleItem().ToString().ShouldBe("org:acme");
        var sizes = Lxd(config).Sizes;
        (sizes["containers"].Type, sizes["containers"].Nesting).ShouldBe((InstanceType.Container, true));
        var machine = sizes["virtual-machines"];
        (machine.Type, machine.Cpus, machine.MemoryBytes, machine.DiskBytes)
            .ShouldBe((InstanceType.VirtualMachine, 4, 8L << 30, 20L << 30));
    }

    [Theory]
    [InlineData("virtual-machines: 2\nquantity: 3", "virtual-machines 2")]
    [InlineData("containers: 1\nquantity: 3", "containers 1")]
    [InlineData("containers: 0\nvirtual-machines: 0\nquantity: 3", "containers 3")]
    [InlineData("quantity: 3\nvirt-type: virtual-machine", "virtual-machines 3")]
    [InlineData("containers: 0", "containers 0")]
    public void A_deprecated_quantity_adds_to_nothing(string options, string pool)
    {
        var only = Import($"path: acme\n{options}").Pools.ShouldHaveSingleItem();

        $"{only.Name} {only.Idle.Min}".ShouldBe(pool);
    }

    [Fact]
    public void A_floor_and_a_cap_of_later_versions_hold()
    {
        var pool = Import("path: acme\nvirtual-machines: 0\nbase-virtual-machines: 2\nmax-total-virtual-machines: 5")
            .Pools.ShouldHaveSingleItem();

        (pool.Name.Value, pool.Idle.Min, pool.RunnersMax).ShouldBe(("virtual-machines", 2, 5));
    }

    [Theory]
    [InlineData("check-interval: 10", 10)]
    [InlineData("reconcile-interval: 7", 7)]
    [InlineData("reconcile-interval: 7\ncheck-interval: 3", 3)]
    [InlineData("containers: 2", 5)]
    public void The_interval_in_minutes_is_the_same_under_both_of_its_names(string options, int minutes) =>
        Import($"path: acme\ncontainers: 1\n{options}".Replace("containers: 1\ncontainers: 2", "containers: 2"))
            .CheckInterval.ShouldBe(TimeSpan.FromMinutes(minutes));

    [Theory]
    [InlineData("acme", "blue")]
    [InlineData("acme/shop", PoolPolicy.DefaultGroup)]
    public void A_runner_group_is_of_organizations_only(string path, string group) =>
        Import($"path: {path}\ncontainers: 1\ngroup: blue").Pools[0].Group.ShouldBe(group);

    [Fact]
    public void Denied_networks_proxies_mirror_and_labels_are_taken_over()
    {
        var config = Import(
            """
            path: acme
            containers: 1
            denylist: 10.0.0.0/8, 192.168.1.1
            juju-http-proxy: http://proxy:3128
            juju-no-proxy: 10.0.0.1,localhost
            dockerhub-mirror: https://mirror.acme.example
            labels: large,ssd
            base-image: jammy
            """);

        var lxd = Lxd(config);
        lxd.DenyNetworks.ShouldBe(["10.0.0.0/8", "192.168.1.1/32"]);
        lxd.Network.ShouldBe("lxdbr0");
        (lxd.Environment["HTTP_PROXY"], lxd.Environment["no_proxy"])
            .ShouldBe(("http://proxy:3128", "10.0.0.1,localhost"));
        lxd.RegistryMirror.ShouldBe(new Uri("https://mirror.acme.example"));
        config.Connections[0].Proxy.ShouldBe(new Uri("http://proxy:3128"));
        config.Pools[0].Labels.Texts.ShouldBe(
            ["self-hosted", "linux", "x64", "github-runner", "ubuntu", "container", "large", "ssd"]);
        config.Pools[0].Offers[0].Image.ShouldBe("ubuntu:22.04");
    }

    [Fact]
    public void A_proxy_with_a_password_is_a_secret()
    {
        Lxd(Import("path: acme\ncontainers: 1\nrunner-http-proxy: http://ann:canary0000@proxy:3128"))
            .Environment["http_proxy"].ShouldBe("http://a:b@proxy:3128");

        _bench.Text!.ShouldNotContain(ConfigDesk.Canary);
        _bench.Text!.ShouldContain("${RUNNER_PROXY}");
    }

    [Fact]
    public void A_script_before_jobs_is_a_file_here()
    {
        _bench.Desk.Files["/srv/before.sh"] = "#!/bin/sh\n"u8.ToArray();

        Lxd(Import("path: acme\ncontainers: 1\npre-job-script: before.sh")).Scripts.PreJobFile
            .ShouldBe("/srv/before.sh");
        Lxd(Import("path: acme\ncontainers: 1\npre-job-script: |\n  #!/bin/sh\n  true\n")).Scripts.PreJobFile
            .ShouldBeNull();

        _bench.Notes.ShouldContain(note => note.StartsWith("pre-job-script: a script is a file here"));
    }

    [Theory]
    [InlineData("update-interval: 60")]
    [InlineData("allow-external-contributor: false")]
    [InlineData("repo-policy-compliance-token: canary0000")]
    [InlineData("openstack-clouds-yaml: canary0000")]
    [InlineData("dockerhub-mirror: http://canary0000")]
    [InlineData("vm-memory: lots")]
    [InlineData("denylist: canary0000")]
    public void What_means_nothing_here_is_told_by_its_key_alone(string option)
    {
        Import($"path: acme\nvirtual-machines: 1\n{option}");

        _bench.Notes.ShouldHaveSingleItem().ShouldStartWith(option.Split(':')[0] + ": ");
        _bench.Text!.ShouldNotContain(ConfigDesk.Canary);
        _bench.Notes[0].ShouldNotContain(ConfigDesk.Canary);
    }

    [Theory]
    [InlineData("containers: 2")]
    [InlineData("path: ''\ncontainers: 2")]
    [InlineData("settings: 2")]
    public void Without_a_path_there_is_nothing_to_take_over(string yaml)
    {
        _bench.Try(ForeignSystem.Charm, yaml);

        _bench.Text.ShouldBeNull();
        _bench.Notes.ShouldNotBeEmpty();
    }

    private PaddockConfig Import(string yaml) => _bench.Import(ForeignSystem.Charm, yaml);

    private static LxdSettings Lxd(PaddockConfig config) =>
        config.Providers.ShouldHaveSingleItem().ShouldBeOfType<LxdSettings>();
}
