using Paddock.Ports.Conformance;
using Paddock.Providers.Process;

namespace Paddock.Tests.Providers.Process;

/// <summary>The process provider keeps every promise of <c>IProvider</c>.</summary>
public sealed class ProcessConformanceTests
{
    private static readonly IReadOnlyList<ConformanceCheck> Suite = ProviderConformance.Checks(
        new ProcessSettings(ProcessPlace.Name).Traits, _ => ProcessTrial.OpenAsync(() => ProcessPlace.OfScript()));

    public static TheoryData<int, string> Checks() => [.. Suite.Select(check => (check.Promise, check.Name))];

    [Theory]
    [MemberData(nameof(Checks))]
    public async Task It_keeps_its_promises(int promise, string name)
    {
        promise.ShouldBePositive();
        await Suite.Single(check => check.Name == name).RunAsync(TestContext.Current.CancellationToken);
    }
}
