using FsCheck;
using FsCheck.Fluent;
using Paddock.Core.Labels;
using Paddock.Tests.Support;

namespace Paddock.Tests.Core.Labels;

public sealed class LabelPropertyTests
{
    private static Gen<string[]> Labels { get; } =
        Gen.Elements("linux", "Linux", "LINUX", "x64", "X64", "gpu", "GPU", " gpu ", "self-hosted").ArrayOf();

    [Fact]
    public void A_subset_is_what_sets_without_case_say_it_is() =>
        ForAll.Check(Pairs, it =>
            new LabelSet(it.Left).IsSubsetOf(new LabelSet(it.Right))
                .ShouldBe(Plain(it.Left).IsSubsetOf(Plain(it.Right))));

    [Fact]
    public void Sets_are_equal_exactly_when_each_is_a_subset_of_the_other() =>
        ForAll.Check(Pairs, it =>
        {
            var (left, right) = (new LabelSet(it.Left), new LabelSet(it.Right));
            left.Equals(right).ShouldBe(left.IsSubsetOf(right) && right.IsSubsetOf(left));
        });

    [Fact]
    public void The_case_of_letters_changes_nothing() =>
        ForAll.Check(Labels, labels =>
            new LabelSet(labels.Select(label => label.ToUpperInvariant())).ShouldBe(new LabelSet(labels)));

    [Fact]
    public void What_is_missing_makes_a_subset_when_it_is_added() =>
        ForAll.Check(Pairs, it =>
        {
            var (job, pool) = (new LabelSet(it.Left), new LabelSet(it.Right));
            job.IsSubsetOf(pool.Union(job.Except(pool))).ShouldBeTrue();
            job.Except(pool).Count.ShouldBe(Plain(it.Left).Except(Plain(it.Right)).Count());
        });

    private static Gen<(string[] Left, string[] Right)> Pairs =>
        from left in Labels from right in Labels select (left, right);

    private static HashSet<string> Plain(IEnumerable<string> labels) =>
        [.. labels.Select(label => label.Trim().ToLowerInvariant())];
}
