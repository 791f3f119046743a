using System.Text.Encodings.Web;
using System.Text.Json;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Paddock.App.Cli.Rendering;

/// <summary>Where a command's output goes: as wide as the terminal, in colour if somebody sees it.</summary>
internal sealed class Page(TextWriter output, int width, bool hasColour)
{
    /// <summary>A terminal is no web page: a quote may stay a quote.</summary>
    private static readonly JsonWriterOptions Indented = new()
    {
        Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

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
            Write(line.TrimEnd());
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
        Write(System.Text.Encoding.UTF8.GetString(bytes.GetBuffer(), 0, (int)bytes.Length));
    }

    /// <summary>Text as it is.</summary>
    /// <exception cref="CliFaultException">It cannot be written: a full disk, most likely.</exception>
    public void Write(string text)
    {
        try
        {
            output.WriteLine(text);
        }
        catch (IOException fault)
        {
            throw new CliFaultException(
                ExitCode.Failed, $"The answer cannot be written: {fault.Message.TrimEnd('.')}.",
                "Look at where standard output goes.", fault);
        }
    }
}
