using Paddock.Demo.Story;

namespace Paddock.Demo.Views;

/// <summary>A line for each thing that happened, as it happens: for pipes, logs and people who prefer it.</summary>
internal sealed class PlainView(TextWriter output, Chronicle chronicle) : IView
{
    private int _shown;

    public void Show(Scene scene, Programme programme) => Close();

    public void Close()
    {
        var lines = chronicle.Lines;
        foreach (var line in lines.Skip(_shown))
        {
            output.WriteLine(Of(line));
        }
        _shown = lines.Count;
    }

    public static string Of(Line line) => line.Kind switch
    {
        LineKind.Act => $"{line.At:m\\:ss}  == {line.Text}",
        LineKind.Note => $"{line.At:m\\:ss}  -- {line.Text}",
        _ => $"{line.At:m\\:ss}     {line.Text}",
    };
}
