using Paddock.Core.Model;
using Paddock.Ports.Conformance;
using Paddock.Providers.Docker;

namespace Paddock.RealTests.Docker;

/// <summary>The Docker provider keeps the promises of <c>IProvider</c> on a real engine.</summary>
[Collection(nameof(DockerHost))]
public sealed class DockerConformanceTests(DockerHost host)
{
    public static TheoryData<int, string> Checks() =>
        [.. All(host: null).Select(check => (check.Promise, check.Name))];

    [Theory]
    [MemberData(nameof(Checks))]
    public async Task A_Docker_Engine_keeps_the_promises(int promise, string name)
    {
        await host.ReadyAsync();
        await All(host).Single(check => check.Promise == promise && check.Name == name)
            .RunAsync(TestContext.Current.CancellationToken);
    }

    private static IReadOnlyList<ConformanceCheck> All(DockerHost? host) => ProviderConformance.Checks(
        new DockerSettings(new ProviderName("docker")).Traits,
        _ => Task.FromResult<IProviderTrial>(DockerTrial.Open(host!)));
}
