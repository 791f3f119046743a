using FsCheck;
using FsCheck.Fluent;
using Paddock.Core.Facts;
using Paddock.Core.Folding;
using Paddock.Core.Model;
using Paddock.Tests.Support;

namespace Paddock.Tests.Core.Folding;

/// <summary>Observations merge (decision D3): no source has to care about order or repeats.</summary>
public sealed class FoldPropertyTests
{
    private const int Runs = 2000;

    [Fact]
    public void Observations_give_the_same_row_in_any_order() =>
        ForAll.Check(
            from row in FactGens.OneRow
            from other in Gen.Shuffle(row.Facts)
            select (row.Before, row.Facts, Other: other),
            it => FoldAll(it.Before, it.Other).ShouldBe(FoldAll(it.Before, it.Facts)),
            Runs);

    [Fact]
    public void Observations_give_the_same_row_however_often_they_are_repeated() =>
        ForAll.Check(
            from row in FactGens.OneRow
            from repeats in Gen.SubListOf(row.Facts)
            from all in Gen.Shuffle(row.Facts.Concat(repeats).ToArray())
            select (row.Before, row.Facts, All: all),
            it => FoldAll(it.Before, it.All).ShouldBe(FoldAll(it.Before, it.Facts)),
            Runs);

    [Fact]
    public void A_fact_that_is_folded_in_already_gives_back_the_very_row() =>
        ForAll.Check(
            FactGens.OneRow,
            it =>
            {
                var row = FoldAll(it.Before, it.Facts);
                foreach (var fact in it.Facts)
                {
                    Fold.Apply(row, fact).ShouldBeSameAs(row);
                }
            },
            Runs);

    [Fact]
    public void A_job_never_goes_back() =>
        ForAll.Check(
            FactGens.OfJob.ArrayOf(),
            facts =>
            {
                var rank = JobRank.Held;
                JobRow? row = null;
                foreach (var fact in facts)
                {
                    row = (JobRow)Fold.Apply(row, fact)!;
                    (row.Rank >= rank).ShouldBeTrue();
                    rank = row.Rank;
                }
            });

    [Fact]
    public void What_was_said_of_where_a_run_comes_from_is_never_forgotten() =>
        ForAll.Check(
            FactGens.OfJob.NonEmptyListOf(),
            facts =>
            {
                var said = facts.Select(fact => fact.Details.FromFork).ToList();
                bool? expected = said.Contains(true) ? true : said.Contains(false) ? false : null;
                ((JobRow)FoldAll(null, facts)!).Details.FromFork.ShouldBe(expected);
            },
            Runs);

    [Fact]
    public void Every_row_can_be_read_whatever_was_observed() =>
        ForAll.Check(
            FactGens.OneRow,
            it =>
            {
                // Reading is what may divide by a null: states, ends, openness of any mixture.
                var row = FoldAll(it.Before, it.Facts);
                _ = row?.IsOpen;
                _ = (row as RunnerRow)?.State;
                _ = (row as MachineRow)?.State;
                _ = (row as MachineRow)?.FulfilledAt;
                _ = (row as MachineRow)?.DeadSince;
            },
            Runs);

    private static Row? FoldAll(Row? before, IEnumerable<Observation> facts) =>
        facts.Aggregate(before, (row, fact) => Fold.Apply(row, fact));
}
