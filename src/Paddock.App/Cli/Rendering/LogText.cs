using System.Text;

namespace Paddock.App.Cli.Rendering;

/// <summary>A job's own output made fit for a terminal.</summary>
internal static class LogText
{
    /// <summary>Line ends and tabs stay; every other control character would be an order to the terminal.</summary>
    public static string Of(string text)
    {
        var clean = new StringBuilder(text.Length);
        foreach (var letter in text.TrimEnd())
        {
            if (letter is '\n' or '\t' || !char.IsControl(letter))
            {
                clean.Append(letter);
            }
        }
        return clean.ToString();
    }
}
