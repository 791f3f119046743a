namespace Paddock.Tests.Tidy;

public sealed class TextTests
{
    [Fact]
    public void Files_are_short() => Tree.Files.SelectMany(TextRules.Length).ShouldHold();

    [Fact]
    public void Lines_are_narrow() => Tree.Files.SelectMany(TextRules.Width).ShouldHold();

    [Fact]
    public void Nothing_is_left_to_do() => Tree.Files.SelectMany(TextRules.Leftovers).ShouldHold();

    [Fact]
    public void Nothing_points_at_one_machine() => Tree.Files.SelectMany(TextRules.MachinePaths).ShouldHold();

    [Fact]
    public void Lines_end_where_their_text_ends() => Tree.Files.SelectMany(TextRules.Blanks).ShouldHold();

    [Fact]
    public void A_long_file_is_found()
    {
        TextRules.Length(Code(Lines(500))).ShouldBeEmpty();
        TextRules.Length(Code(Lines(501))).ShouldHaveSingleItem().ShouldContain("501");
    }

    [Fact]
    public void A_wide_line_is_found()
    {
        TextRules.Width(Code(new string('x', 120))).ShouldBeEmpty();
        TextRules.Width(Code($"\n{new string('x', 121)}")).ShouldHaveSingleItem().ShouldContain("a.cs:2: 121 wide");
    }

    [Theory]
    [InlineData("// FIXM" + "E: later")]
    [InlineData("see the TOD" + "O below")]
    [InlineData("<<<<<<" + "< HEAD")]
    [InlineData("======" + "=")]
    public void A_leftover_is_found(string line) => TextRules.Leftovers(Code(line)).ShouldHaveSingleItem();

    [Theory]
    [InlineData("see /wor" + "k/main/design.md")]
    [InlineData("../share" + "d/style.md")]
    public void A_path_of_one_machine_is_found(string line) =>
        TextRules.MachinePaths(Code(line)).ShouldHaveSingleItem();

    [Fact]
    public void A_runners_work_folder_is_no_path_of_one_machine() =>
        TextRules.MachinePaths(Code("/home/runner/work/_temp and _work/repo")).ShouldBeEmpty();

    [Fact]
    public void Blanks_at_an_end_are_found() =>
        TextRules.Blanks(Code("a \nb\r\nc")).Count().ShouldBe(3);

    private static TreeFile Code(string text) => new("a.cs", text);

    private static string Lines(int count) => string.Concat(Enumerable.Repeat("x\n", count));
}
