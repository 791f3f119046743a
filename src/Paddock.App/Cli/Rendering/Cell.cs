using System.Text;
using Spectre.Console;

namespace Paddock.App.Cli.Rendering;

/// <summary>
/// Texts for the terminal. Names of jobs, workflows and runners are other people's words: they are never read as
/// markup, and their control characters never reach a terminal, which would obey them.
/// </summary>
internal static class Cell
{
    public static readonly Style Plain = Style.Plain;
    public static readonly Style Strong = new(decoration: Decoration.Bold);
    public static readonly Style Faint = new(Color.Grey);
    public static readonly Style Good = new(Color.Green);
    public static readonly Style Busy = new(Color.Teal);
    public static readonly Style Waiting = new(Color.Olive);
    public static readonly Style Bad = new(Color.Maroon);

    public static Text Of(string? text) => Of(text, Plain);

    /// <summary>A dash where there is nothing, so that columns can be counted.</summary>
    public static Text Of(string? text, Style style) =>
        text is { Length: > 0 } ? new Text(Clean(text), style) : new Text("-", Faint);

    public static Text Of(int count) => new(count.ToString(), count == 0 ? Faint : Plain);

    public static string Clean(string text) => text.Any(char.IsControl) ? Replaced(text) : text;

    private static string Replaced(string text)
    {
        var clean = new StringBuilder(text.Length);
        foreach (var letter in text)
        {
            clean.Append(char.IsControl(letter) ? ' ' : letter);
        }
        return clean.ToString();
    }
}
