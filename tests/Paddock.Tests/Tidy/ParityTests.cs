namespace Paddock.Tests.Tidy;

public sealed class ParityTests
{
    /// <summary>
    /// The features of LXDRunner (L, LN since 2021) and of the github-runner charm (C, CN since 2022), and what was
    /// wrong with either (LD, CD).
    /// </summary>
    private static readonly Dictionary<string, int> Families = new()
    {
        ["L"] = 31, ["LN"] = 9, ["LD"] = 17, ["C"] = 24, ["CN"] = 30, ["CD"] = 11,
    };

    private static TreeFile Comparison => Tree.Pages.Single(page => page.Path == "docs/reference/parity.md");

    [Fact]
    public void Every_feature_of_the_other_systems_has_one_row() => ParityRules.Ids(Comparison, Families).ShouldHold();

    [Fact]
    public void Every_row_has_a_verdict_and_every_claim_is_shown() => ParityRules.Verdicts(Comparison).ShouldHold();

    [Fact]
    public void Tests_that_the_comparison_names_are_there()
    {
        var tests = ParityRules.TestsOf(Tree.Code.Where(file => file.IsIn("tests"))).ToHashSet(StringComparer.Ordinal);
        ParityRules.Tests(Comparison, tests).ShouldHold();
    }

    [Theory]
    [InlineData("| L-01 | a | same | `Paddock.Tests.A.B` |\n| L-02 | a | same | `Paddock.Tests.A.B` |", 0)]
    [InlineData("| L-01 | a | same | `Paddock.Tests.A.B` |", 1)]
    [InlineData("| L-01 | a | same | x |\n| L-02 | a | same | x |\n| L-02 | b | same | x |", 1)]
    [InlineData("| L-01 | a | same | x |\n| L-02 | a | same | x |\n| L-03 | b | same | x |", 1)]
    public void A_row_that_is_missing_or_too_many_is_found(string text, int faults) =>
        ParityRules.Ids(Page(text), new Dictionary<string, int> { ["L"] = 2 }).Count().ShouldBe(faults);

    [Theory]
    [InlineData("| L-01 | a | same | `Paddock.Tests.A.B` |", 0)]
    [InlineData("| L-01 | a | better: faster | `Paddock.RealTests.A.B` |", 0)]
    [InlineData("| L-01 | a | refused: it is not safe | |", 0)]
    [InlineData("| L-01 | a | open: nobody tried | |", 0)]
    [InlineData("| L-01 | a | refused: | |", 1)]
    [InlineData("| L-01 | a | nearly the same | `Paddock.Tests.A.B` |", 1)]
    [InlineData("| L-01 | a | same | |", 1)]
    [InlineData("| L-01 | a | better: faster | `Paddock.Core.A` |", 1)]
    [InlineData("| L-01 | a |", 1)]
    public void A_row_without_a_verdict_or_with_a_claim_that_nothing_shows_is_found(string text, int faults) =>
        ParityRules.Verdicts(Page(text)).Count().ShouldBe(faults);

    [Theory]
    [InlineData("`Paddock.Tests.Rooms.DoorTests.It_opens`, `Paddock.Tests.Rooms.DoorTests.It_shuts`", 0)]
    [InlineData("`Paddock.Tests.Rooms.DoorTests.It_is_large`", 0)]
    [InlineData("`Paddock.Tests.Rooms.RoomTest.It_is_large`", 1)]
    [InlineData("`Paddock.Tests.Rooms.DoorTests.It_open`", 1)]
    [InlineData("`Paddock.Tests.Rooms.DoorTests.NoTest`", 1)]
    [InlineData("`Paddock.Tests.Rooms.WindowTests.It_opens`", 1)]
    public void A_test_that_is_not_there_is_found(string text, int faults)
    {
        var file = new TreeFile("tests/Paddock.Tests/Rooms/DoorTests.cs", """
            namespace Paddock.Tests.Rooms;
            public abstract class RoomTest
            {
                [Fact]
                public void It_is_large() { }
            }

            public sealed class DoorTests : RoomTest
            {
                [Fact]
                public void It_opens() { }

                [Theory]
                [InlineData(1)]
                public async Task It_shuts(int times) { }

                public void NoTest() { }
            }
            """);
        ParityRules.Tests(Page(text), ParityRules.TestsOf([file]).ToHashSet()).Count().ShouldBe(faults);
    }

    private static TreeFile Page(string text) => new("docs/reference/parity.md", text);
}
