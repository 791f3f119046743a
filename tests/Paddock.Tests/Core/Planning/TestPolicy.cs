using Paddock.Core.Labels;
using Paddock.Core.Model;
using Paddock.Core.Planning;
using Paddock.Core.Policy;

namespace Paddock.Tests.Core.Planning;

/// <summary>Small policies that are right; a test changes the one thing it is about.</summary>
internal static class TestPolicy
{
    public static ProviderName Cloud { get; } = new("cloud");

    public static Scope Acme { get; } = new(Scope.DefaultConnection, ScopeKind.Organization, "acme");

    public static FleetPolicy Of(params IReadOnlyList<PoolPolicy> pools) => new()
    {
        Identity = new FleetIdentity("test", "nonce", RunnerNames.MarkOf("test", "nonce")),
        Connections = [new ConnectionPolicy(Scope.DefaultConnection, "github.com")],
        Providers =
            [new ProviderPolicy(Cloud, "test", HoldsBlanks: true, Settle: TimeSpan.FromSeconds(30), StartsMax: 64)],
        Pools = pools,
    };

    /// <summary>A pool of the labels <c>self-hosted</c>, <c>linux</c> and more.</summary>
    public static PoolPolicy Pool(string name = "linux", params IReadOnlyList<string> more) => new()
    {
        Name = new PoolName(name),
        Scopes = [Acme],
        Labels = new LabelSet(["self-hosted", "linux", .. more]),
        Offers = [Offer("small")],
    };

    public static Offer Offer(string size) => new(Cloud, new MachineSize(size), "fsn1", "image");
}
