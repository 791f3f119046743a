using Paddock.Core.Model;
using Paddock.Providers.Capacity;
using Paddock.Providers.Lxd;
using Paddock.Providers.Lxd.Api;
using Paddock.Providers.Lxd.Images;
using Paddock.Providers.Lxd.Instances;

namespace Paddock.Tests.Providers.Lxd;

/// <summary>What is asked of the server, before anybody asks.</summary>
public sealed class InstanceFormTests : LxdTest
{
    private static readonly LxdSettings Lab = new(LxdPlace.Name);

    [Theory]
    [InlineData(2.0, "2", null)]
    [InlineData(0.5, "1", "50ms/100ms")]
    [InlineData(1.25, "2", "125ms/100ms")]
    [InlineData(0.001, "1", "1ms/100ms")]
    public void Parts_of_processors_are_shares_of_as_many_as_it_takes(double cpus, string count, string? share)
    {
        var config = Form(new InstanceSize { Cpus = cpus }).Config;

        config["limits.cpu"].ShouldBe(count);
        config.GetValueOrDefault("limits.cpu.allowance").ShouldBe(share);
    }

    [Fact]
    public void Whatever_a_size_says_a_container_is_not_privileged()
    {
        var config = Form(new InstanceSize
        {
            Config = new Dictionary<string, string> { ["security.privileged"] = "true", ["boot.autostart"] = "true" },
        }).Config;

        (config["security.privileged"], config["security.nesting"], config["boot.autostart"], config["security.devlxd"])
            .ShouldBe(("false", "false", "false", "false"));
    }

    [Fact]
    public void A_virtual_machine_gets_whole_processors_and_the_end_of_its_life_and_no_keys_of_containers()
    {
        var form = Form(new InstanceSize { Type = InstanceType.VirtualMachine, Cpus = 1.5, MemoryBytes = 1 << 30 });

        form.Type.ShouldBe("virtual-machine");
        form.Config["limits.cpu"].ShouldBe("2");
        form.Config["limits.memory"].ShouldBe("1073741824");
        form.Config["cloud-init.user-data"].ShouldContain("--on-active=3600, systemctl, poweroff");
        form.Config.Keys.ShouldNotContain(key => key.StartsWith("security.p") || key.StartsWith("limits.pro"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_blank_one_says_so_and_every_one_whose_it_is(bool isBlank)
    {
        var config = Form(new InstanceSize(), isBlank).Config;

        config.ContainsKey(InstanceReading.BlankKey).ShouldBe(isBlank);
        (config["user.paddock.fleet"], config["user.paddock.install"], config["user.paddock.machine"])
            .ShouldBe((Identity.Fleet, Identity.Install, Name));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void It_goes_by_itself_or_stays_as_configured(bool isEphemeral) =>
        Form(new InstanceSize(), change: lab => lab with { Ephemeral = isEphemeral }).Ephemeral.ShouldBe(isEphemeral);

    [Fact]
    public void Its_disk_and_its_network_are_those_of_the_settings()
    {
        var devices = Form(
            new InstanceSize { DiskBytes = 5L << 30 },
            change: lab => lab with { StoragePool = "fast", Network = "lxdbr0" }).Devices;

        devices["root"].ShouldBe(new Dictionary<string, string>
        {
            ["type"] = "disk", ["path"] = "/", ["pool"] = "fast", ["size"] = "5368709120",
        }, ignoreOrder: true);
        devices["eth0"]["security.port_isolation"].ShouldBe("true");
        Form(new InstanceSize()).Devices.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("runner", null, "runner")]
    [InlineData("local:runner", null, "runner")]
    [InlineData("ubuntu:24.04", "ubuntu", "24.04")]
    [InlineData("images:debian/12/cloud", "images", "debian/12/cloud")]
    public void An_image_is_an_alias_here_or_there(string text, string? remote, string alias)
    {
        var (name, fault) = ImageName.Parse(text, Lab);

        fault.ShouldBeNull();
        (name!.RemoteName, name.Alias, name.Remote is null).ShouldBe((remote, alias, remote is null));
    }

    [Theory]
    [InlineData("")]
    [InlineData("two words")]
    [InlineData("line\nbreak")]
    [InlineData("images:")]
    [InlineData("nobody:debian")]
    public void What_is_no_image_is_told(string text)
    {
        var (name, fault) = ImageName.Parse(text, Lab);

        name.ShouldBeNull();
        fault.ShouldNotBeNullOrEmpty();
        fault.ShouldNotContain("\n");
    }

    private static InstanceBody Form(
        InstanceSize size, bool isBlank = false, Func<LxdSettings, LxdSettings>? change = null) => InstanceForm.Of(
            Spec(), isBlank, size, new SourceBody("image"), new Claim(Name, 0, 0), change?.Invoke(Lab) ?? Lab);
}
