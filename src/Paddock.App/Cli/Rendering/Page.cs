using System.Text.Json;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Paddock.App.Cli.Rendering;

/// <summary>Where a command's output goes: as wide as the terminal, in colour if somebody sees it.</summary>
internal sealed class Page(TextWriter output, int width, bool hasColour)
{
    private static readonly JsonWriterOptions Indented = new() { Indented = true };

    public void Write(IRenderable what)
    {
        // Rendered aside first: columns are padded to their width, and blanks at the end of a line help nobody.
        var text = new StringWriter();
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = hasColour ? AnsiSupport.Yes : AnsiSupport.No,
            ColorSystem = hasColour ? ColorSystemSupport.Standard : ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.No,
            Out = new AnsiConsoleOutput(text),
        });
        console.Profile.Width = width;
        console.Write(what);
        var lines = text.ToString().TrimEnd('\n').Split('\n');
        foreach (var line in lines)
        {
            output.WriteLine(line.TrimEnd());
        }
    }

    /// <summary>Members as they came, whoever reads them.</summary>
    public void Write(JsonElement json)
    {
        using var bytes = new MemoryStream();
        using (var writer = new Utf8JsonWriter(bytes, Indented))
        {
            json.WriteTo(writer);
        }
        output.WriteLine(System.Text.Encoding.UTF8.GetString(bytes.GetBuffer(), 0, (int)bytes.Length));
    }

    /// <summary>Text as it is.</summary>
    public void Write(string text) => output.WriteLine(text);
}
