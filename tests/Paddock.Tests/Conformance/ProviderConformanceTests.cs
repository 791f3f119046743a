using Paddock.Ports.Conformance;

namespace Paddock.Tests.Conformance;

/// <summary>
/// The simulated provider keeps the promises of <c>IProvider</c>; the real ones are tried beside their own tests.
/// </summary>
public sealed class ProviderConformanceTests
{
    public static TheoryData<int, string> Checks() =>
        [.. SimProviderTrial.Checks.Select(check => (check.Promise, check.Name))];

    [Theory]
    [MemberData(nameof(Checks))]
    public Task The_simulated_provider_keeps_its_promises(int promise, string name)
    {
        promise.ShouldBeInRange(1, 10);
        return SimProviderTrial.RunAsync(name, TestContext.Current.CancellationToken);
    }

    [Fact]
    public void Every_promise_has_a_check() =>
        BrokenProvider.Checks(Flaw.None).Select(check => check.Promise).Distinct().ShouldBe(Enumerable.Range(1, 10));

    [Fact]
    public void Every_check_has_a_name_of_its_own() =>
        BrokenProvider.Checks(Flaw.None).Select(check => check.Name).ShouldBeUnique();

    [Fact]
    public async Task A_failure_is_told_in_one_line_with_its_number()
    {
        var check = BrokenProvider.Checks(Flaw.DiagnosesTheAbsent)[^1];
        var outcome = await ConformanceOutcome.OfAsync(check, TestContext.Current.CancellationToken);
        outcome.IsKept.ShouldBeFalse();
        outcome.ToString().ShouldStartWith(
            "BROKEN 10  Of an absent machine nothing is known: A machine that never was");
    }
}
