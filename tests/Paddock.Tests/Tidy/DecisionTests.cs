namespace Paddock.Tests.Tidy;

public sealed class DecisionTests
{
    private static IEnumerable<TreeFile> Decisions => Tree.Pages.Where(page => page.IsIn("docs/decisions"));

    [Fact]
    public void Decisions_are_numbered_without_a_gap() =>
        DecisionRules.Numbers(Decisions.Select(page => page.Name)).ShouldHold();

    [Fact]
    public void Decisions_are_dated() => Decisions.SelectMany(DecisionRules.Date).ShouldHold();

    [Theory]
    [InlineData("0001-a.md 0002-b.md", 0)]
    [InlineData("0001-a.md 0003-c.md 0004-d.md", 1)]
    [InlineData("0001-a.md 0001-b.md", 1)]
    public void A_gap_is_found(string names, int faults) =>
        DecisionRules.Numbers(names.Split(' ')).Count().ShouldBe(faults);

    [Theory]
    [InlineData("*2026-11-20, accepted.*", 0)]
    [InlineData("*2026-11-20, superseded by 0007.*", 0)]
    [InlineData("*lately, accepted.*", 1)]
    public void A_lack_of_a_date_is_found(string third, int faults) =>
        DecisionRules.Date(new TreeFile("docs/decisions/0001-a.md", $"# A\n\n{third}\n")).Count().ShouldBe(faults);
}
