using FsCheck.Fluent;
using Paddock.Core.Planning;
using Paddock.Tests.Support;

namespace Paddock.Tests.Core.Planning;

public sealed class RunnerNamesTests
{
    private static readonly string Mark = RunnerNames.MarkOf("acme-ci", "nonce");

    [Fact]
    public void A_name_is_known_again_by_the_fleet_that_gave_it() =>
        ForAll.Check(
            from seed in Gen.Choose(0, int.MaxValue) from index in Gen.Choose(0, 1000) select (seed, index),
            it => RunnerNames.IsOurs(Mark, RunnerNames.Draw(Mark, new Seed((ulong)it.seed, it.index), it.index))
                .ShouldBeTrue());

    [Fact]
    public void Another_installation_of_one_fleet_has_another_mark() =>
        RunnerNames.MarkOf("acme-ci", "another nonce").ShouldNotBe(Mark);

    [Theory]
    [InlineData("pdk-{0}")]
    [InlineData("pdk-{0}-")]
    [InlineData("pdk-{0}-abcdefghijk")]
    [InlineData("pdk-{0}-abcdefghijklm")]
    [InlineData("pdk-{0}-ABCDEFGHIJKL")]
    [InlineData("pdk-{0}-abcdefghijk1")]
    [InlineData("pdk-{0}-abcdefghijk-")]
    [InlineData("pdk-{0}xabcdefghijkl")]
    [InlineData("PDK-{0}-abcdefghijkl")]
    [InlineData(" pdk-{0}-abcdefghijk")]
    [InlineData("pdk-aaaaaaaa-abcdefghijkl")]
    [InlineData("")]
    [InlineData(null)]
    public void What_only_looks_like_our_name_is_not_ours(string? name) =>
        RunnerNames.IsOurs(Mark, name?.Replace("{0}", Mark, StringComparison.Ordinal)).ShouldBeFalse();

    [Fact]
    public void Names_take_only_letters_digits_and_dashes_and_fit_every_provider()
    {
        var name = RunnerNames.Draw(Mark, new Seed(1, 1), 0);
        name.Length.ShouldBeLessThanOrEqualTo(40);
        name.ShouldMatch("^[a-z][a-z0-9-]*$");
    }

    [Fact]
    public void Decisions_of_one_epoch_draw_different_names()
    {
        var names = from number in Enumerable.Range(1, 200)
                    from index in Enumerable.Range(0, 50)
                    select RunnerNames.Draw(Mark, new Seed(42, number), index);
        names.ToHashSet().Count.ShouldBe(200 * 50);
    }

    [Fact]
    public void The_same_decision_draws_the_same_names() =>
        RunnerNames.Draw(Mark, new Seed(42, 7), 3).ShouldBe(RunnerNames.Draw(Mark, new Seed(42, 7), 3));
}
