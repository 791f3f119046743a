using System.Text;
using Paddock.App.Configuration;
using Paddock.Providers.Bootstrap;
using Paddock.Providers.Lxd;

namespace Paddock.Tests.App.Configuration;

/// <summary>Providers of kind lxd and incus as they are configured, and what is refused of them.</summary>
public sealed class LxdSettingsTests
{
    private const string Print = "0f4e0ab6d3d0d4cf9f1a5c62f8f3b6e15f0c7b0e86b9d6a1f5a9f2d3c4b5a697";

    private readonly ConfigDesk _desk = new()
    {
        Files =
        {
            ["/srv/setup.sh"] = "#!/bin/sh\n"u8.ToArray(), ["/srv/before.sh"] = "#!/bin/sh\n"u8.ToArray(),
            ["/srv/paddock.crt"] = "pem"u8.ToArray(), ["/srv/paddock.key"] = "pem"u8.ToArray(),
            ["/srv/images.crt"] = "pem"u8.ToArray(),
        },
    };

    [Fact]
    public void Every_key_reaches_the_provider()
    {
        var settings = Accepted(
            $$"""
            kind: incus
                host: https://incus.acme.example
                fingerprint: {{Print}}
                certificate: paddock.crt
                key: paddock.key
                project: ci
                target: node-2
                profiles: [default, ci]
                keep_profiles:
                  ci:
                    config: {limits.disk.priority: "3"}
                    devices:
                      root: {type: disk, path: /}
                storage_pool: fast
                network: br0
                port_isolation: false
                deny_networks: [10.0.0.0/8, "fd00::/8"]
                allow_networks: 10.0.0.53/32
                type: container
                nesting: true
                config: {limits.disk.priority: "3"}
                sizes:
                  big: {cpu: 4, memory: 8GiB, disk: 40GiB, profiles: ci, setup_script: before.sh}
                remotes:
                  acme: {server: "https://images.acme.example", protocol: lxd, certificate: images.crt}
                auto_update: false
                ephemeral: false
                guest_api: true
                sudo: true
                environment: {LANG: C.UTF-8}
                registry_mirror: https://mirror.acme.example
                setup_script: setup.sh
                pre_job_script: before.sh
                memory_reserve: 1GiB
                disk_free_min: 5GiB
                cpu_overcommit: 1.5
                pids_max: 100
                creates_max: 3
                agent_timeout: 2m
                starts_max: 5
                max_runners: 7
            """);

        settings.Kind.ShouldBe("incus");
        settings.Host.ShouldBe(new Uri("https://incus.acme.example"));
        (settings.Fingerprint, settings.Project, settings.Target).ShouldBe((Print, "ci", "node-2"));
        (settings.CertificateFile, settings.KeyFile).ShouldBe(("/srv/paddock.crt", "/srv/paddock.key"));
        settings.Profiles.ShouldBe(["default", "ci"]);
        var kept = settings.KeptProfiles.ShouldHaveSingleItem();
        (kept.Name, kept.Config["limits.disk.priority"], kept.Devices["root"]["path"]).ShouldBe(("ci", "3", "/"));
        (settings.StoragePool, settings.Network, settings.PortIsolation).ShouldBe(("fast", "br0", false));
        settings.DenyNetworks.ShouldBe(["10.0.0.0/8", "fd00::/8"]);
        settings.AllowNetworks.ShouldBe(["10.0.0.53/32"]);
        settings.Remotes["acme"].ShouldBe(
            new ImageRemote(new Uri("https://images.acme.example"), "lxd") { CertificateFile = "/srv/images.crt" });
        (settings.AutoUpdate, settings.Ephemeral, settings.GuestApi, settings.Sudo)
            .ShouldBe((false, false, true, true));
        settings.Environment["LANG"].ShouldBe("C.UTF-8");
        settings.RegistryMirror.ShouldBe(new Uri("https://mirror.acme.example"));
        settings.Scripts.ShouldBe(new JobScripts("/srv/setup.sh", "/srv/before.sh"));
        (settings.MemoryReserveBytes, settings.DiskFreeMinBytes).ShouldBe((1L << 30, 5L << 30));
        (settings.CpuOvercommit, settings.PidsMax, settings.CreatesMax).ShouldBe((1.5, 100, 3));
        (settings.AgentLimit, settings.StartsMax, settings.RunnersMax).ShouldBe((TimeSpan.FromMinutes(2), 5, 7));
    }

    [Fact]
    public void A_size_is_as_the_provider_says_where_it_says_nothing()
    {
        var settings = Accepted(
            """
            kind: lxd
                storage_pool: default
                type: virtual-machine
                config: {limits.disk.priority: "3", linux.sysctl.net.ipv4.ip_forward: "1"}
                sizes:
                  usual: {cpu: 2}
                  other: {type: container, nesting: true, memory: 1GiB, disk: 2GB, config: {limits.disk.priority: "5"}}
            """);

        settings.Sizes["usual"].Type.ShouldBe(InstanceType.VirtualMachine);
        settings.Sizes["usual"].Config["limits.disk.priority"].ShouldBe("3");
        var other = settings.Sizes["other"];
        (other.Type, other.Nesting, other.MemoryBytes, other.DiskBytes)
            .ShouldBe((InstanceType.Container, true, 1L << 30, 2_000_000_000));
        (other.Config["limits.disk.priority"], other.Config["linux.sysctl.net.ipv4.ip_forward"]).ShouldBe(("5", "1"));
        (other.Profiles, other.Scripts).ShouldBe((null, null));
    }

    [Fact]
    public void Without_a_word_a_provider_is_as_its_settings_are()
    {
        var (settings, unset) = (Accepted("kind: lxd"), new LxdSettings(new("lab")));

        (settings.Kind, settings.Host, settings.Project, settings.Ephemeral).ShouldBe(("lxd", null, "default", true));
        (settings.PidsMax, settings.CreatesMax, settings.CpuOvercommit, settings.AgentLimit)
            .ShouldBe((unset.PidsMax, unset.CreatesMax, unset.CpuOvercommit, unset.AgentLimit));
        settings.Profiles.ShouldBe(["default"]);
    }

    [Fact]
    public void A_trust_token_is_a_secret_and_knows_its_server()
    {
        var token = Convert.ToBase64String(Encoding.UTF8.GetBytes(
            $$"""{"client_name":"x","fingerprint":"{{Print}}","secret":"{{ConfigDesk.Canary}}"}"""));
        _desk.Files["/srv/token"] = Encoding.UTF8.GetBytes(token + "\n");

        var load = Load("kind: lxd\n    host: https://lab:8443\n    trust_token_file: token");

        var settings = ConfigDesk.Accepted(load).Providers[0].ShouldBeOfType<LxdSettings>();
        settings.TrustToken!.Reveal().ShouldBe(token);
        settings.KnownBy.ShouldBe(Print);
        ConfigDesk.Texts(load).ShouldBeEmpty();
        load.Config!.Values.Select(value => value.Shown).ShouldNotContain(token);
    }

    [Theory]
    [InlineData("host: http://lab:8443", "takes the address of an LXD or Incus server, but is 'http://lab:8443'.")]
    [InlineData("host: https://lab:8443", "reaches its server by https without knowing its certificate.")]
    [InlineData("host: https://lab:8443\n    trust_token: word",
        "has a trust password, and nothing says which certificate the server has.")]
    [InlineData("host: https://lab:8443\n    fingerprint: 0f4e", "takes a certificate's fingerprint, but is '0f4e'.")]
    [InlineData("host: https://lab:8443\n    fingerprint: " + Print + "\n    certificate: paddock.crt",
        "has a certificate and no key.")]
    [InlineData("host: https://lab\n    trust_token: a\n    trust_token_file: b", "say the same thing.")]
    [InlineData("type: virtual-machine\n    nesting: true", "nesting is of containers only.")]
    [InlineData("sizes: {a: {type: virtual-machine, nesting: true}}", "nesting is of containers only.")]
    [InlineData("sizes: {a: {type: vm}}", "is one of container, virtual-machine, not 'vm'.")]
    [InlineData("config: {security.privileged: \"false\"}", "root in such a container is root on the host.")]
    [InlineData("sizes: {a: {config: {Security.Privileged: yes}}}", "root in such a container is root on the host.")]
    [InlineData("keep_profiles: {p: {config: {security.privileged: \"1\"}}}", "root on the host.")]
    [InlineData("keep_profiles: {p: {config: {raw.lxc: lxc.x}}}", "it can undo every wall around a job.")]
    [InlineData("sizes: {a: {config: {user.paddock.fleet: x}}}", "Paddock knows its own instances by keys of this")]
    [InlineData("sizes: {a: {config: {limits.memory: 4GiB}}}", "it adds up what it has promised of the host.")]
    [InlineData("sizes: {a: {config: {limits.processes: \"4\"}}}", "limits.processes is Paddock's to write.")]
    [InlineData("keep_profiles: {p: {config: {boot.autostart: \"true\"}}}", "boot.autostart is Paddock's to write")]
    [InlineData("config: {security.devlxd: \"true\"}", "security.devlxd is Paddock's to write.")]
    [InlineData("config: {cloud-init.user-data: x}", "cloud-init.user-data is Paddock's to write")]
    [InlineData("deny_networks: [10.0.0.0/33]\n    network: br", "takes a network, but is '10.0.0.0/33'.")]
    [InlineData("deny_networks: [10.0.0.0]\n    network: br", "takes a network, but is '10.0.0.0'.")]
    [InlineData("deny_networks: [10.0.0.0/8]", "is kept on the network that instances join")]
    [InlineData("environment: {1A: x}", "'1A' cannot be the name of a variable.")]
    [InlineData("environment: {\"A;reboot\": x}", "'A;reboot' cannot be the name of a variable.")]
    [InlineData("environment: {A: \"x\\ny\"}", "takes a text, but is")]
    [InlineData("registry_mirror: http://mirror", "is plain http: whoever is on the way")]
    [InlineData("remotes: {a: {server: \"http://images\"}}", "is plain http: whoever is on the way")]
    [InlineData("remotes: {local: {server: \"https://images\"}}", "'local' means the server itself")]
    [InlineData("setup_script: absent.sh", "There is no file /srv/absent.sh.")]
    [InlineData("sizes: {a: {pre_job_script: absent.sh}}", "There is no file /srv/absent.sh.")]
    [InlineData("location: here", "There is no key 'location' in providers.lab.")]
    public void What_cannot_be_meant_is_refused_by_name(string keys, string message)
    {
        var load = Load($"kind: lxd\n    {keys}");

        ConfigDesk.Texts(load).ShouldHaveSingleItem().ShouldContain(message);
        load.Config.ShouldBeNull();
        load.Faults[0].Remedy.ShouldNotBeEmpty();
    }

    [Theory]
    [InlineData("fingerprint: " + Print, "has no effect: behind a unix socket nobody asks for it.")]
    [InlineData("port_isolation: true", "has no effect: the network is the profiles'")]
    [InlineData("allow_networks: 10.0.0.53/32", "has no effect: nothing is denied.")]
    [InlineData("keep_profiles: {p: {devices: {cache: {type: disk, source: /cache, path: /cache}}}}",
        "Device 'cache' puts a directory of the host into every instance, and jobs share it.")]
    public void What_is_doubtful_is_a_warning(string keys, string message) =>
        ConfigDesk.Texts(Load($"kind: lxd\n    {keys}")).ShouldHaveSingleItem().ShouldContain(message);

    [Theory]
    [InlineData("size: bg", "Provider 'lab' has no size 'bg'.", "Did you mean 'big'?")]
    [InlineData("size: huge", "Provider 'lab' has no size 'huge'.", "Use one of: big, wide.")]
    [InlineData("size: wide", "provider 'lab' does not name one.", "Add storage_pool to the provider")]
    [InlineData("size: {disk: 1GiB}", "provider 'lab' does not name one.", "Add storage_pool to the provider")]
    [InlineData("location: here", "Locations are not supported yet.", "Make a provider for each place")]
    public void An_offer_that_asks_for_what_is_not_there_is_refused(string keys, string message, string remedy)
    {
        var told = ConfigDesk.Texts(Load(
            "kind: lxd\n    sizes: {big: {cpu: 4}, wide: {disk: 9GiB}}",
            $"{{provider: lab, image: runner, {keys}}}")).ShouldHaveSingleItem();

        told.ShouldContain(message);
        told.ShouldContain(remedy);
    }

    [Theory]
    [InlineData("provider: lab", "pools[0].offers[0].image is missing")]
    [InlineData("provider: lab, image: 'acme:debian/12'", "There is no remote 'acme'")]
    [InlineData("provider: lab, image: 'images:'", "names a remote and no image")]
    public void An_image_has_to_be_named_and_reachable(string keys, string message) =>
        ConfigDesk.Texts(Load("kind: lxd", $"{{{keys}}}")).ShouldHaveSingleItem().ShouldContain(message);

    [Theory]
    [InlineData("", 1)]
    [InlineData("ephemeral: false", 0)]
    public void Nothing_can_be_kept_for_a_look_where_the_server_deletes_it(string keys, int warnings)
    {
        var load = Load($"kind: lxd\n    {keys}", after: "    keep_failed: 1h\n");

        ConfigDesk.Accepted(load);
        ConfigDesk.Texts(load).Count(text => text.Contains("is deleted as soon as it has ended")).ShouldBe(warnings);
    }

    [Fact]
    public void Warm_stock_is_blank_since_an_instance_can_be_made_without_being_started() =>
        ConfigDesk.Accepted(Load("kind: lxd", after: "    idle: {min: 1}\n")).Pools[0].Idle.Kind
            .ShouldBe(Paddock.Core.Policy.StockKind.Blank);

    private LxdSettings Accepted(string provider) =>
        ConfigDesk.Accepted(Load(provider)).Providers[0].ShouldBeOfType<LxdSettings>();

    /// <param name="provider">The lines of the provider, all but the first with four blanks before.</param>
    private ConfigLoad Load(
        string provider, string offer = "{provider: lab, image: runner, size: {cpu: 2, memory: 4GiB}}",
        string after = "") => _desk.Read(
        $$"""
        github:
          token: ${TOKEN}
          webhook: {secret: "${HOOK}"}
        providers:
          lab:
            {{provider}}
        pools:
          - name: linux
            scopes: [org:acme]
            labels: [self-hosted, linux, x64]
            max_runners: 8
            offers: [{{offer}}]
        {{after}}
        """);
}
