using Paddock.Core.Labels;

namespace Paddock.Tests.Core.Labels;

public sealed class LabelSetTests
{
    [Fact]
    public void A_set_is_a_subset_without_regard_to_case_and_order() =>
        LabelSet.Of("Linux", "self-hosted").IsSubsetOf(LabelSet.Of("SELF-HOSTED", "x64", "linux")).ShouldBeTrue();

    [Fact]
    public void A_missing_label_breaks_the_subset() =>
        LabelSet.Of("linux", "gpu").IsSubsetOf(LabelSet.Of("self-hosted", "linux", "x64")).ShouldBeFalse();

    [Fact]
    public void A_label_that_merely_begins_alike_is_another_label() =>
        LabelSet.Of("linux").IsSubsetOf(LabelSet.Of("linux-large")).ShouldBeFalse();

    [Fact]
    public void The_empty_set_is_a_subset_of_every_set() => LabelSet.Empty.IsSubsetOf(LabelSet.Empty).ShouldBeTrue();

    [Fact]
    public void Repeats_and_blanks_are_dropped_and_the_first_spelling_stays() =>
        new LabelSet(["Linux", " linux ", "", "X64"]).Texts.ShouldBe(["Linux", "X64"]);

    [Fact]
    public void The_difference_keeps_the_spelling_of_the_asker() =>
        LabelSet.Of("Linux", "GPU").Except(LabelSet.Of("linux")).Texts.ShouldBe(["GPU"]);
}
