using Spectre.Console;
using Spectre.Console.Rendering;

namespace Paddock.App.Cli.Rendering;

/// <summary>How a column behaves when the terminal is narrow.</summary>
internal enum Fit
{
    /// <summary>Ids, states, times: what is copied stays on one line.</summary>
    Whole,

    /// <summary>A number, at the right.</summary>
    Number,

    /// <summary>Sentences and names: wraps between words.</summary>
    Wraps,
}

/// <summary>
/// A table as this command line shows them: no lines, faint headings, two blanks between columns. Columns that wrap
/// share what the others leave, and none gets narrower than its longest word: the library would cut a runner's name in
/// two.
/// </summary>
internal sealed class FittedTable(params (string Heading, Fit Fit)[] columns) : Renderable
{
    private const int Gap = 2;

    private readonly List<Text[]> _rows = [];

    private int Gaps => Gap * (columns.Length - 1);

    public void AddRow(params Text[] cells) => _rows.Add(cells);

    protected override IEnumerable<Segment> Render(RenderOptions options, int maxWidth)
    {
        var widths = Widths(options, maxWidth);
        var table = new Table { Border = TableBorder.None };
        for (var i = 0; i < columns.Length; i++)
        {
            table.AddColumn(Column(i, widths[i]));
        }
        foreach (var row in _rows)
        {
            table.AddRow(row);
        }
        // Where even the words have no room, the terminal breaks the lines; a table with its ids cut off would be no
        // answer.
        return ((IRenderable)table).Render(options, Math.Max(maxWidth, widths.Sum() + Gaps));
    }

    private TableColumn Column(int index, int width) => new(Heading(index))
    {
        Width = width,
        Padding = new Padding(0, 0, index == columns.Length - 1 ? 0 : Gap, 0),
        NoWrap = columns[index].Fit != Fit.Wraps,
        Alignment = columns[index].Fit == Fit.Number ? Justify.Right : Justify.Left,
    };

    private Text Heading(int index) => new(columns[index].Heading, Cell.Faint);

    private int[] Widths(RenderOptions options, int maxWidth)
    {
        var (widths, floors) = (new int[columns.Length], new int[columns.Length]);
        for (var i = 0; i < columns.Length; i++)
        {
            var sizes = _rows.Select(row => row[i]).Append(Heading(i))
                .Select(cell => ((IRenderable)cell).Measure(options, int.MaxValue)).ToList();
            widths[i] = sizes.Max(size => size.Max);
            floors[i] = columns[i].Fit == Fit.Wraps ? sizes.Max(size => size.Min) : widths[i];
        }
        Shrink(widths, floors, maxWidth - Gaps);
        return widths;
    }

    /// <summary>
    /// Takes from the widest that can give, a column at a time: tables are small, and this is plainly right.
    /// </summary>
    private static void Shrink(int[] widths, int[] floors, int room)
    {
        for (var excess = widths.Sum() - room; excess > 0; excess--)
        {
            var widest = -1;
            for (var i = 0; i < widths.Length; i++)
            {
                if (widths[i] > floors[i] && (widest < 0 || widths[i] > widths[widest]))
                {
                    widest = i;
                }
            }
            if (widest < 0)
            {
                return;
            }
            widths[widest]--;
        }
    }
}
