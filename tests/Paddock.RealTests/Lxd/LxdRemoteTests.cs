using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using Paddock.Core.Model;
using Paddock.Demo.Parts;
using Paddock.Ports;
using Paddock.Ports.Providers;
using Paddock.Providers.Lxd;

namespace Paddock.RealTests.Lxd;

/// <summary>A server over https: who is trusted, and who is not spoken to; and what it cannot show.</summary>
public sealed class LxdRemoteTests(LxdHost host) : LxdTest(host)
{
    [Fact]
    public async Task A_token_makes_the_server_trust_us_once_and_its_certificate_is_the_only_one_we_trust()
    {
        var port = FreePorts.Draw(1)[0];
        await Host.CommandAsync("config", "set", "core.https_address", $"127.0.0.1:{port}");
        var said = await Host.CommandAsync("config", "trust", "add", "--name", $"paddock-{port}");
        var token = said.Split('\n')[^1].Trim();
        using var state = new TemporaryFolder();
        LxdSettings Remote(LxdSettings settings) => settings with
        {
            Host = new Uri($"https://127.0.0.1:{port}"), TrustToken = new Secret(token),
        };

        var provider = Host.Open(Identity, Remote, state: state.Path);
        (await ListAsync(provider)).ShouldBeEmpty();
        var spec = Spec();
        (await provider.EnsureAsync(spec, Script("sleep 60"), Stop)).ShouldBeOfType<EnsureReply.Done>();
        (await ListAsync(provider)).Single().Phase.ShouldBe(MachinePhase.Running);

        var another = new string('0', 64);
        var mistaken = Host.Open(
            Identity, settings => Remote(settings) with { Fingerprint = another }, state: state.Path);
        var fault = (await mistaken.ListAsync(Stop)).ShouldBeOfType<MachineListReply.Refused>().Fault;
        fault.Kind.ShouldBe(FaultKind.Unauthorized);
        fault.Message.ShouldContain("shows another certificate");

        using var elsewhere = new TemporaryFolder();
        var late = Host.Open(Identity, Remote, state: elsewhere.Path);
        (await late.ListAsync(Stop)).ShouldBeOfType<MachineListReply.Refused>().Fault.Kind
            .ShouldBe(FaultKind.Unauthorized);
    }

    [Fact]
    public async Task A_project_that_is_not_there_is_a_fault_and_no_empty_list()
    {
        var provider = Open(settings => settings with { Project = "nowhere" });
        var fault = (await provider.ListAsync(Stop)).ShouldBeOfType<MachineListReply.Refused>().Fault;
        fault.Kind.ShouldBe(FaultKind.NotFound);
        fault.Message.ShouldContain("no project 'nowhere'");
        (await provider.ValidateAsync([Spec().Offer], Stop)).ShouldContain(finding => finding.IsError);
    }

    [Fact]
    public async Task A_kept_profile_is_made_mended_and_used()
    {
        var provider = Open(settings => settings with
        {
            KeptProfiles =
            [
                new KeptProfile(
                    "paddock-test", new Dictionary<string, string> { ["limits.memory.swap"] = "false" },
                    new Dictionary<string, IReadOnlyDictionary<string, string>>()),
            ],
            Profiles = ["default", "paddock-test"],
        });
        var (machine, log) = await RunAsync(Spec(), "true", provider);
        machine.Phase.ShouldBe(MachinePhase.Finished, log);
        (await Host.CommandAsync("profile", "get", "paddock-test", "limits.memory.swap")).ShouldBe("false");
        Regex.IsMatch(await Host.CommandAsync("config", "show", machine.Name.Value), "- paddock-test").ShouldBeTrue();
    }

    [Fact]
    public async Task Networks_that_are_denied_are_not_reached_and_without_the_ACL_in_force_nothing_is_made()
    {
        using var listener = new TcpListener(IPAddress.Parse(Host.Gateway), 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        var knock = $"timeout 3 bash -c 'exec 4<> /dev/tcp/{Host.Gateway}/{port}' && echo reached || echo walled off";
        (await RunAsync(Spec(), knock)).Log.ShouldContain("reached");

        LxdProvider Walled() => Open(settings => settings with { DenyNetworks = [$"{Host.Gateway}/32"] });
        var fault = FaultOf(await Walled().EnsureAsync(Spec(), Script("true"), Stop));
        fault.Kind.ShouldBe(FaultKind.InvalidSpec);
        var command = Regex.Match(fault.Message, "lxc (network set .*)$").Groups[1].Value;
        await Host.CommandAsync(command.Split(' '));
        try
        {
            (await RunAsync(Spec(), knock, Walled())).Log.ShouldContain("walled off");
        }
        finally
        {
            await Host.CommandAsync("network", "unset", Host.Bridge, "security.acls");
        }
    }
}
