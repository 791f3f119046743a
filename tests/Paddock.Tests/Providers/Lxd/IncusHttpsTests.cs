using Paddock.Tests.Providers.Lxd.Standing;

namespace Paddock.Tests.Providers.Lxd;

/// <summary>Incus 6.0, where a token is a token and TLS is 1.3.</summary>
public sealed class IncusHttpsTests : HttpsTest
{
    internal override StandingOptions Options(StandingOptions options) =>
        base.Options(options) with { Flavour = Flavour.Incus60 };
}
