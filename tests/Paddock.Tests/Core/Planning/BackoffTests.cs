using FsCheck.Fluent;
using Paddock.Core.Model;
using Paddock.Core.Planning;
using Paddock.Ports.Conformance;
using Paddock.Tests.Support;

namespace Paddock.Tests.Core.Planning;

public sealed class BackoffTests
{
    [Fact]
    public void Times_double_until_the_most_and_stay_there() =>
        Enumerable.Range(1, 6)
            .Select(attempt =>
                Backoff.Doubling(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(10), attempt).TotalSeconds)
            .ShouldBe([1, 2, 4, 8, 10, 10]);

    [Fact]
    public void No_attempt_overflows_or_shortens_the_time() =>
        ForAll.Check(
            from attempt in Gen.Choose(int.MinValue, int.MaxValue - 1) select attempt,
            attempt => Backoff.Doubling(TimeSpan.FromSeconds(2), TimeSpan.FromMinutes(5), attempt)
                .ShouldBeInRange(TimeSpan.FromSeconds(2), TimeSpan.FromMinutes(5)));

    [Fact]
    public void Every_fault_cools_its_place_down_for_some_time_and_never_for_more_than_a_quarter_of_an_hour()
    {
        foreach (var fault in Enum.GetValues<FaultKind>())
        {
            var first = Cooling.Until(fault, 1, SampleFacts.Start, retryAt: null) - SampleFacts.Start;
            var last = Cooling.Until(fault, 1000, SampleFacts.Start, retryAt: null) - SampleFacts.Start;
            first.ShouldBeGreaterThan(TimeSpan.Zero);
            last.ShouldBeInRange(first, TimeSpan.FromMinutes(15));
        }
    }

    [Fact]
    public void The_other_sides_word_on_when_to_come_again_counts_alone()
    {
        var at = SampleFacts.Start + TimeSpan.FromHours(1);
        Cooling.Until(FaultKind.RateLimited, 9, SampleFacts.Start, at).ShouldBe(at);
    }

    [Fact]
    public void A_word_that_lies_in_the_past_does_not_count() =>
        Cooling.Until(FaultKind.Transient, 1, SampleFacts.Start, SampleFacts.Start.AddHours(-1))
            .ShouldBe(SampleFacts.Start + TimeSpan.FromSeconds(1));
}
