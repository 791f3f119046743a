using Paddock.App.Composition;
using Paddock.Core.Model;
using Paddock.Core.Policy;
using Paddock.Ports.Conformance;
using Paddock.Ports.Providers;
using Paddock.RealTests.Docker;

namespace Paddock.RealTests.Lxd;

/// <summary>A real LXD on trial, with the stub runner in containers of a bare image.</summary>
internal sealed class LxdTrial(
    LxdHost host, (IProvider, FleetIdentity) provider, (IProvider, FleetIdentity) other)
    : LiveProviderTrial(provider, other, OfferOf(LxdHost.BareImage), DockerTrial.Home, TimeProvider.System,
        new SystemDice())
{
    public static LxdTrial Open(LxdHost host)
    {
        var dice = new SystemDice();
        var (ours, others) = (IdentityOf("conformance", dice), IdentityOf("conformance", dice));
        return new LxdTrial(host, (host.Open(ours), ours), (host.Open(others), others))
        {
            BadOffer = OfferOf("nowhere"), Patience = TimeSpan.FromSeconds(90),
            ShortLifetime = TimeSpan.FromSeconds(5), Several = 3,
        };
    }

    public static Offer OfferOf(string image) => new(
        new ProviderName("lab"), new MachineSize(Cpus: 0.5, MemoryBytes: 512L * 1024 * 1024), Location: null, image);

    /// <summary>
    /// As somebody who may ask the server sees it, and a process of the guest that is not root: configuration, command
    /// lines, environments.
    /// </summary>
    public override async Task<IReadOnlyList<string>> ReadableAsync(
        MachineName name, CancellationToken cancellationToken)
    {
        var seen = await host.TryCommandAsync("config", "show", "--expanded", name.Value);
        var operations = await host.CommandAsync("query", "/1.0/operations?recursion=1");
        var processes = await host.TryCommandAsync(
            "exec", name.Value, "--user", "65534", "--", "sh", "-c",
            "cat /proc/*/cmdline /.paddock.parcel /.paddock/* /etc/environment 2> /dev/null | tr '\\0' ' '");
        return [seen, operations, processes];
    }
}
