using Paddock.Core.Model;
using Paddock.Core.Policy;
using Paddock.Ports.Conformance;
using Paddock.Ports.Providers;
using Paddock.Providers.Lxd;
using Paddock.Tests.Providers.Lxd.Standing;
using Paddock.Tests.Storage;

namespace Paddock.Tests.Providers.Lxd;

/// <summary>The stand-in on trial.</summary>
internal sealed class LxdTrial(
    LxdPlace place, (IProvider, FleetIdentity) provider, (IProvider, FleetIdentity) other, Offer offer)
    : LiveProviderTrial(provider, other, offer, Home, TimeProvider.System, new CountingDice())
{
    public static Scope Home { get; } = new(Scope.DefaultConnection, ScopeKind.Organization, "acme");

    /// <summary>Short spans, and none that is zero: what a real server does later, this one does, too.</summary>
    public static StandingOptions Options(Flavour flavour) => new(TimeProvider.System, flavour)
    {
        VirtualMachines = true, UnpackTime = TimeSpan.FromMilliseconds(10),
        DeletionTime = TimeSpan.FromMilliseconds(60), BootTime = TimeSpan.FromMilliseconds(20),
    };

    public static async Task<IProviderTrial> OpenAsync(
        Flavour flavour, string image, Func<LxdSettings, LxdSettings> change)
    {
        var place = await LxdPlace.StartAsync(Options(flavour));
        var dice = new CountingDice();
        var (ours, others) = (IdentityOf("conformance", dice), IdentityOf("conformance", dice));
        var offer = OfferOf(image);
        return new LxdTrial(place, (place.Open(ours, change), ours), (place.Open(others, change), others), offer)
        {
            BadOffer = offer with { Image = "nowhere" }, Patience = TimeSpan.FromSeconds(30),
            ShortLifetime = TimeSpan.FromSeconds(1),
        };
    }

    public static Offer OfferOf(string image) => new(
        LxdPlace.Name, new MachineSize(Cpus: 0.25, MemoryBytes: 100L << 20), Location: null, image);

    /// <summary>
    /// What the server tells of it, and what a process of the guest can read that is not root: keys on the guest's
    /// socket, files that are open to all.
    /// </summary>
    public override Task<IReadOnlyList<string>> ReadableAsync(MachineName name, CancellationToken cancellationToken)
    {
        var lxd = place.Lxd;
        List<string> readable = [.. lxd.Told];
        readable.AddRange(lxd.Requests.Select(request => $"{request}"));
        readable.AddRange(lxd.Requests
            .Where(request => request.Path.EndsWith("/exec", StringComparison.Ordinal))
            .Select(request => request.Body));
        if (lxd.Names().Contains(name.Value))
        {
            var guest = lxd.Guest(name.Value);
            readable.AddRange(guest.Config.Select(pair => $"{pair.Key}={pair.Value}"));
            readable.AddRange(guest.Files.Values.Where(file => file.Mode[^1] != '0').Select(file => file.Text));
        }
        return Task.FromResult<IReadOnlyList<string>>(readable);
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await place.DisposeAsync();
    }
}
