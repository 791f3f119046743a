using Paddock.Core.Model;
using Paddock.Ports.Conformance;
using Paddock.Providers.Lxd;
using Paddock.RealTests.Docker;

namespace Paddock.RealTests.Lxd;

/// <summary>The LXD provider keeps the promises of <c>IProvider</c> on a real server.</summary>
[Collection(nameof(DockerHost))]
public sealed class LxdConformanceTests(LxdHost host)
{
    public static TheoryData<int, string> Checks() =>
        [.. All(host: null).Select(check => (check.Promise, check.Name))];

    [Theory]
    [MemberData(nameof(Checks))]
    public async Task LXD_keeps_the_promises(int promise, string name)
    {
        await host.ReadyAsync();
        await All(host).Single(check => check.Promise == promise && check.Name == name)
            .RunAsync(TestContext.Current.CancellationToken);
    }

    private static IReadOnlyList<ConformanceCheck> All(LxdHost? host) => ProviderConformance.Checks(
        new LxdSettings(new ProviderName("lab")).Traits,
        _ => Task.FromResult<IProviderTrial>(LxdTrial.Open(host!)));
}
