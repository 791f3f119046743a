using System.Text;
using Paddock.App.Configuration;
using Paddock.App.Configuration.Import;
using Paddock.Providers.Lxd;

namespace Paddock.Tests.App.Configuration.Import;

/// <summary>LXDRunner's configuration, key by key, and what becomes of it.</summary>
public sealed class LxdRunnerImportTests
{
    private const string Sample =
        """
        pat: ghp_canary0000
        hooksecret: hook_canary0000
        socket: /var/snap/lxd/common/lxd/unix.socket
        pkgdir: pkgcache
        setupscript: scripts/setup.sh
        prefix: lxdrunner
        max_workers: 6
        web_host: 0.0.0.0
        web_port: 5000
        web_tls: false
        rundelay: 10
        runnermap:
          - name: gpu
            labels: [linux, gpu]
            image: runner-gpu
            profiles: [default, gpu]
            runner_os: linux
            runner_arch: arm64
            type: container
            max_workers: 2
          - {name: debian, labels: [linux], image: runner-debian, profiles: [default], type: virtual-machine}
        """;

    private readonly ImportBench _bench = new();

    [Fact]
    public void Each_entry_of_the_map_becomes_a_pool_with_its_cap()
    {
        var config = Import(Sample, "org:acme");

        config.Fleet.ShouldBe("lxdrunner");
        config.RunnersMax.ShouldBe(6);
        config.Listen.Public!.ToString().ShouldBe("0.0.0.0:5000");
        config.Pools.Select(pool => (pool.Name.Value, pool.Labels.ToString(), pool.RunnersMax, pool.Offers[0].Image))
            .ShouldBe(
            [
                ("debian", "[self-hosted, linux, x64]", 6, "runner-debian"),
                ("gpu", "[self-hosted, linux, arm64, gpu]", 2, "runner-gpu"),
            ]);
        config.Pools[0].Scopes.ShouldHaveSingleItem().ToString().ShouldBe("org:acme");
        config.Pools.ShouldAllBe(pool => !pool.Spill);
        var lxd = Lxd(config);
        (lxd.Host, lxd.Ephemeral).ShouldBe((null, true));
        lxd.Sizes["debian"].Type.ShouldBe(InstanceType.VirtualMachine);
        lxd.Sizes["gpu"].Profiles.ShouldBe(["default", "gpu"]);
    }

    [Fact]
    public void Secrets_become_names_of_variables_and_are_never_shown()
    {
        Import(Sample, "org:acme").Connections[0].WebhookSecrets[0].Reveal().ShouldBe("hook_x");

        _bench.Text!.ShouldNotContain(ConfigDesk.Canary);
        string.Join('\n', _bench.Notes).ShouldNotContain(ConfigDesk.Canary);
        _bench.Notes.ShouldContain(note => note.StartsWith("pat: ") && note.Contains("GITHUB_TOKEN"));
        _bench.Notes.ShouldContain(note => note.StartsWith("hooksecret: ") && note.Contains("GITHUB_WEBHOOK_SECRET"));
    }

    [Theory]
    [InlineData("[LINUX, gpu]", "gpu")]
    [InlineData("[linux]", "debian")]
    public void The_active_entry_is_the_one_of_just_these_labels(string active, string pool)
    {
        Import($"{Sample}\nactivecfg: {active}", "org:acme").Pools.ShouldHaveSingleItem().Name.Value.ShouldBe(pool);

        _bench.Notes.ShouldContain(note => note.StartsWith("activecfg: only the entry it names is taken over"));
    }

    [Fact]
    public void An_active_entry_that_is_none_is_refused()
    {
        _bench.Try(ForeignSystem.LxdRunner, $"{Sample}\nactivecfg: [windows]", "org:acme");

        _bench.Text.ShouldBeNull();
        _bench.Notes.ShouldContain(note => note.StartsWith("activecfg: no entry of runnermap has just the labels"));
    }

    [Fact]
    public void What_was_kept_for_debugging_still_is()
    {
        var config = Import($"{Sample}\ncleanup: no", "org:acme");

        Lxd(config).Ephemeral.ShouldBeFalse();
        config.Pools.ShouldAllBe(pool => pool.KeepFailed == TimeSpan.FromHours(24));
    }

    [Fact]
    public void Remotes_are_taken_over_and_a_main_one_becomes_the_server()
    {
        var token = Convert.ToBase64String(Encoding.UTF8.GetBytes($$"""{"fingerprint": "{{new string('a', 64)}}"}"""));
        _bench.Desk.Variables["LXD_TRUST_TOKEN"] = token;

        var lxd = Lxd(Import(
            Sample.Replace("image: runner-debian", "image: 'far:debian'") +
            """

            remotes:
              main: {addr: "lab.acme.example:8443", protocol: lxd}
              far: {addr: "https://images.acme.example", protocol: simplestreams}
            """, "org:acme"));

        lxd.Host.ShouldBe(new Uri("https://lab.acme.example:8443"));
        lxd.TrustToken!.Reveal().ShouldBe(token);
        lxd.Remotes.ShouldHaveSingleItem().Value.Server.ShouldBe(new Uri("https://images.acme.example"));
    }

    [Fact]
    public void A_socket_elsewhere_is_taken_over() =>
        Lxd(Import(Sample.Replace("/var/snap/lxd/common", "/srv"), "org:acme")).Host
            .ShouldBe(new Uri("unix:///srv/lxd/unix.socket"));

    [Theory]
    [InlineData("pkgdir")]
    [InlineData("setupscript")]
    [InlineData("prefix")]
    [InlineData("rundelay")]
    public void What_means_nothing_any_more_is_told_and_stands_in_the_file_as_a_comment(string key)
    {
        Import(Sample, "org:acme");

        _bench.Notes.ShouldContain(note => note.StartsWith($"{key}: "));
        _bench.Text!.ShouldContain($"\n# {key}: ");
    }

    [Theory]
    [InlineData("web_tls: false", "web_tls: true", "web_tls: Paddock speaks plain http")]
    [InlineData("web_host: 0.0.0.0", "web_host: runner.example", "web_host: it is no IP address")]
    [InlineData("rundelay: 10", "newkey: 1", "newkey: not taken over")]
    [InlineData("runner_os: linux", "runner_os: win", "runner_os: entry 'gpu' is left out")]
    [InlineData("image: runner-gpu", "imag: runner-gpu", "image: entry 'gpu' has none and is left out.")]
    [InlineData("max_workers: 2", "setup_script: scripts/setuprunner.sh", "setup_script: the script that registers")]
    [InlineData("max_workers: 2", "setup_script: absent.sh", "setup_script: there is no such file")]
    public void What_is_different_here_is_told(string old, string changed, string note)
    {
        Import(Sample.Replace(old, changed), "org:acme");

        _bench.Notes.ShouldContain(told => told.StartsWith(note));
    }

    [Fact]
    public void A_setup_script_of_ones_own_stays()
    {
        _bench.Desk.Files["/srv/mine.sh"] = "#!/bin/sh\n"u8.ToArray();

        Lxd(Import(Sample.Replace("max_workers: 2", "setup_script: mine.sh"), "org:acme"))
            .Sizes["gpu"].Scripts!.SetupFile.ShouldBe("/srv/mine.sh");
    }

    [Fact]
    public void Where_runners_register_has_to_be_said_since_only_webhooks_knew_it()
    {
        Import(Sample).Pools[0].Scopes.ShouldHaveSingleItem().ToString().ShouldBe("org:change-me");

        _bench.Notes.ShouldContain(note => note.StartsWith("scopes: ") && note.Contains("--scope"));
    }

    [Fact]
    public void Entries_of_one_name_become_pools_of_their_own() =>
        Import(
            """
            runnermap:
              - {name: a, labels: [x], image: i}
              - {name: A, labels: [y], image: i}
              - {name: a-3, labels: [z], image: i}
              - {name: "a b", labels: [w], image: i}
            """, "org:acme").Pools.Select(pool => pool.Name.Value).ShouldBe(["a", "A-2", "a-3", "a-b"]);

    [Fact]
    public void A_scope_that_is_none_is_refused()
    {
        _bench.Try(ForeignSystem.LxdRunner, Sample, "acme");

        _bench.Text.ShouldBeNull();
        _bench.Notes.ShouldContain(note => note.StartsWith("'acme' is no scope."));
    }

    [Theory]
    [InlineData("pools: []")]
    [InlineData("{}")]
    [InlineData("[a, b]")]
    [InlineData("a: {")]
    [InlineData("runnermap: []")]
    [InlineData("runnermap: 3")]
    public void Another_file_is_refused_and_nothing_comes_of_it(string yaml)
    {
        _bench.Try(ForeignSystem.LxdRunner, yaml);

        _bench.Text.ShouldBeNull();
        _bench.Notes.ShouldNotBeEmpty();
    }

    private PaddockConfig Import(string yaml, params IReadOnlyList<string> scopes) =>
        _bench.Import(ForeignSystem.LxdRunner, yaml, scopes);

    private static LxdSettings Lxd(PaddockConfig config) =>
        config.Providers.ShouldHaveSingleItem().ShouldBeOfType<LxdSettings>();
}
