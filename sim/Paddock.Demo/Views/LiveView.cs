using System.Text;
using Paddock.App.Cli.Rendering;
using Paddock.Demo.Story;

namespace Paddock.Demo.Views;

/// <summary>
/// A picture on the terminal's other screen, so that what was there before is there again at the end. Each picture is
/// written over the last in one piece: nothing blinks.
/// </summary>
internal sealed class LiveView : IView
{
    private const string Enter = "\u001b[?1049h\u001b[?25l\u001b[2J";
    private const string Leave = "\u001b[?25h\u001b[?1049l";
    private const string Home = "\u001b[H";
    private const string ClearToEndOfLine = "\u001b[K";
    private const string ClearBelow = "\u001b[J";

    private readonly TextWriter _output;
    private readonly Chronicle _chronicle;
    private readonly bool _hasColour;
    private bool _isOpen = true;

    public LiveView(TextWriter output, Chronicle chronicle, bool hasColour)
    {
        (_output, _chronicle, _hasColour) = (output, chronicle, hasColour);
        _output.Write(Enter);
    }

    public void Show(Scene scene, Programme programme)
    {
        var (width, height) = (Math.Max(Console.WindowWidth, 40), Math.Max(Console.WindowHeight, 16));
        var picture = SceneView.Of(scene, programme, _chronicle.Lines, _chronicle.Elapsed, width, height);
        _output.Write(Frame(picture, width, height));
        _output.Flush();
    }

    public void Close()
    {
        if (_isOpen)
        {
            _output.Write(Leave);
            _output.Flush();
            _isOpen = false;
        }
    }

    private string Frame(Spectre.Console.Rendering.IRenderable picture, int width, int height)
    {
        var text = new StringWriter();
        new Page(text, width, _hasColour).Write(picture);
        var frame = new StringBuilder(Home);
        // The last line is never ended: that would push the first one out.
        frame.AppendJoin($"{ClearToEndOfLine}\r\n", text.ToString().TrimEnd('\n').Split('\n').Take(height));
        return frame.Append(ClearToEndOfLine).Append(ClearBelow).ToString();
    }
}
