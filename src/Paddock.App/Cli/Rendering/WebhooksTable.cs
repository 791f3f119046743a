using Spectre.Console;
using Spectre.Console.Rendering;

namespace Paddock.App.Cli.Rendering;

/// <summary>Our webhooks, one scope a row.</summary>
internal static class WebhooksTable
{
    public static IRenderable Of(IReadOnlyList<WebhookLine> lines)
    {
        var table = new FittedTable(
            ("SCOPE", Fit.Whole), ("WEBHOOK", Fit.Whole), ("STATE", Fit.Whole), ("LATEST DELIVERY", Fit.Wraps));
        foreach (var line in lines)
        {
            table.AddRow(
                Cell.Of(line.Scope), Cell.Of(line.Hook?.ToString()), Cell.Of(line.Did, StyleOf(line.Did)),
                Cell.Of(line.Delivery));
        }
        return table;
    }

    private static Style StyleOf(string did) => did switch
    {
        "absent" or "refused" or "put back" => Cell.Bad,
        "by hand" => Cell.Waiting,
        _ => Cell.Good,
    };
}
