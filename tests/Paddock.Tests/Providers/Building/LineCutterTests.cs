using System.Text;
using Paddock.Providers.Building;

namespace Paddock.Tests.Providers.Building;

public sealed class LineCutterTests
{
    private readonly List<string> _lines = [];

    [Fact]
    public void Lines_are_told_whole_however_they_come_in_pieces() =>
        Cut("one\ntw", "o\nthr", "ee").ShouldBe(["one", "two", "three"]);

    [Fact]
    public void A_character_that_comes_in_two_pieces_is_one()
    {
        var bytes = Encoding.UTF8.GetBytes("ü\n");
        var cutter = new LineCutter(_lines.Add);
        cutter.Take(bytes.AsSpan(0, 1));
        cutter.Take(bytes.AsSpan(1));
        _lines.ShouldBe(["ü"]);
    }

    [Fact]
    public void Progress_bars_and_empty_lines_do_not_tear_the_page() =>
        Cut("10 %\r20 %\r\n\n\n  \ndone\n").ShouldBe(["10 %", "20 %", "done"]);

    [Fact]
    public void Nothing_steers_a_terminal() => Cut("\u001b[31mred\u001b[0m\u0007\n").ShouldBe(["red"]);

    [Fact]
    public void A_line_without_an_end_is_cut() =>
        Cut(new string('x', 5000)).Select(line => line.Length).ShouldBe([4096, 904]);

    private List<string> Cut(params string[] pieces)
    {
        var cutter = new LineCutter(_lines.Add);
        foreach (var piece in pieces)
        {
            cutter.Take(Encoding.UTF8.GetBytes(piece));
        }
        cutter.Finish();
        return _lines;
    }
}
