using Paddock.App.Composition;
using Paddock.Core.Model;
using Paddock.Core.Policy;
using Paddock.Ports.Conformance;
using Paddock.Ports.Providers;

namespace Paddock.RealTests.Docker;

/// <summary>A real engine on trial, with the stub runner in containers of a bare image.</summary>
internal sealed class DockerTrial(
    DockerHost host, (IProvider, FleetIdentity) provider, (IProvider, FleetIdentity) other)
    : LiveProviderTrial(provider, other, OfferOf(DockerHost.BareImage), Home, TimeProvider.System, new SystemDice())
{
    public static readonly Scope Home = new(Scope.DefaultConnection, ScopeKind.Organization, "acme");

    public static DockerTrial Open(DockerHost host)
    {
        var dice = new SystemDice();
        var (ours, others) = (IdentityOf("conformance", dice), IdentityOf("conformance", dice));
        return new DockerTrial(host, (host.Open(ours), ours), (host.Open(others), others))
        {
            BadOffer = OfferOf("paddock-test/nowhere:1"), Patience = TimeSpan.FromSeconds(60),
            ShortLifetime = TimeSpan.FromSeconds(3), Several = 5,
        };
    }

    public static Offer OfferOf(string image) => new(
        new ProviderName("docker"), new MachineSize(Cpus: 0.25, MemoryBytes: 200L * 1024 * 1024), Location: null,
        image);

    /// <summary>
    /// As somebody who may ask the engine sees it: configuration, environment, labels, command lines.
    /// </summary>
    public override async Task<IReadOnlyList<string>> ReadableAsync(
        MachineName name, CancellationToken cancellationToken)
    {
        var inspected = await host.DockerAsync("inspect", name.Value);
        var state = await host.DockerAsync("inspect", "--format", "{{.State.Status}}", name.Value);
        return state == "running"
            ? [inspected, await host.DockerAsync("top", name.Value, "-eo", "pid,args")]
            : [inspected];
    }
}
