using Spectre.Console;

namespace Paddock.App.Cli.Rendering;

/// <summary>Names and what they stand for.</summary>
internal static class Pairs
{
    /// <summary>Names at the left, what they stand for at the right, indented.</summary>
    public static Grid Of(params (string Name, Text Value)[] pairs)
    {
        var grid = new Grid();
        grid.AddColumn(new GridColumn { NoWrap = true, Padding = new Padding(2, 0, 2, 0) });
        grid.AddColumn(new GridColumn { Padding = new Padding(0) });
        foreach (var (name, value) in pairs)
        {
            grid.AddRow(new Text(name, Cell.Faint), value);
        }
        return grid;
    }
}
