using Paddock.Ports.Conformance;

namespace Paddock.Tests.Conformance;

/// <summary>A check that no provider can fail proves nothing, so each has one that fails it.</summary>
public sealed class ProviderConformanceBiteTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static TheoryData<Flaw, string> Bites() =>
    [
        (Flaw.ThrowsOverNames, "A name nobody would give is answered, not thrown over"),
        (Flaw.ThrowsWhenCancelled, "A call whose token is cancelled ends by that or by a reply"),
        (Flaw.Hangs, "A machine made with a ticket runs"),
        (Flaw.NeverAdopts, "Ensured again it is the same machine, adopted"),
        (Flaw.Races, "Ensured twice at once it is one machine"),
        (Flaw.AdoptsForeign, "A name that is another installation's is refused as taken, its machine stays as it is"),
        (Flaw.LeavesHalf, "What is refused leaves nothing behind"),
        (Flaw.NeverStarts, "A machine made with a ticket runs"),
        (Flaw.StartsAgain, "An ended machine is never started again"),
        (Flaw.BlamesThePlace, "An ended machine is never started again"),
        (Flaw.MakesWhatMustExist, "A ticket for a machine that must exist makes none"),
        (Flaw.RunsBlanks, "A blank does not run before its ticket, and runs with it"),
        (Flaw.DoublesBlanks, "A blank ensured again stays one blank"),
        (Flaw.ListsOnePage, "One list shows every machine once, ended ones included"),
        (Flaw.HidesEnded, "One list shows every machine once, ended ones included"),
        (Flaw.ForgetsGeneration, "A list tells the generation a machine was made as"),
        (Flaw.OverlooksForeign, "Another installation's machine is counted and not listed"),
        (Flaw.ListsForeign, "Another installation's machine is counted and not listed"),
        (Flaw.KeepsRunning, "Deleted, a running machine is in no list"),
        (Flaw.KeepsEnded, "Deleted, an ended machine is in no list"),
        (Flaw.DeletesNeighbours, "Deleting one machine leaves the others alone"),
        (Flaw.MissesTheGone, "What is gone, or never was, is gone"),
        (Flaw.DeletesForeign, "Another installation's machine is not deleted"),
        (Flaw.TellsTicketOfRunning, "The ticket of a running machine is nowhere to be read"),
        (Flaw.TellsTicketOfEnded, "The ticket of an ended machine is nowhere to be read"),
        (Flaw.LeaksToOthers, "The ticket of a running machine is nowhere to be read"),
        (Flaw.RunsForever, "A machine ends by itself when its lifetime is over"),
        (Flaw.HidesEndsFromWatch, "The end of a machine is told, or a gap"),
        (Flaw.TellsOnlyAFirstGap, "The end of a machine is told, or a gap"),
        (Flaw.TellsOnlyAFirstGap, "The disappearance of a machine is told, or a gap"),
        (Flaw.HidesGoneFromWatch, "The disappearance of a machine is told, or a gap"),
        (Flaw.StopsWatching, "Only cancellation ends a watch"),
        (Flaw.ForgetsEnded, "An ended machine can be read about"),
        (Flaw.DiagnosesTheAbsent, "Of an absent machine nothing is known"),
    ];

    public static TheoryData<string> Names() =>
        [.. BrokenProvider.Checks(Flaw.None).Select(check => check.Name)];

    [Theory]
    [MemberData(nameof(Bites))]
    public async Task A_provider_that_breaks_a_promise_is_found_out(Flaw flaw, string name) =>
        (await OutcomeAsync(flaw, name)).IsKept.ShouldBeFalse();

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_provider_that_keeps_every_promise_passes(string name) =>
        (await OutcomeAsync(Flaw.None, name)).Failure.ShouldBeNull();

    [Fact]
    public void Every_check_is_bitten() =>
        Bites().Select(row => row.Data.Item2).Distinct().ShouldBe(
            BrokenProvider.Checks(Flaw.None).Select(check => check.Name), ignoreOrder: true);

    private static Task<ConformanceOutcome> OutcomeAsync(Flaw flaw, string name) =>
        ConformanceOutcome.OfAsync(BrokenProvider.Checks(flaw).Single(check => check.Name == name), Stop);
}
