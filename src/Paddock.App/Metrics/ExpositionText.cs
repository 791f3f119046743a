using System.Globalization;
using System.Text;

namespace Paddock.App.Metrics;

/// <summary>
/// Writes Prometheus's text format, version 0.0.4 (Prometheus docs, "Exposition formats"). Ours, because the exporters
/// that exist are not to be had for this version, and the format is four kinds of lines.
/// </summary>
internal sealed class ExpositionText
{
    public const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    private readonly StringBuilder _text = new(16 * 1024);

    public void Begin(Family family)
    {
        _text.Append("# HELP ").Append(family.Name).Append(' ').Append(Escape(family.Help, quotes: false)).Append('\n');
        _text.Append("# TYPE ").Append(family.Name).Append(' ')
            .Append(family.Kind.ToString().ToLowerInvariant()).Append('\n');
    }

    public void Sample(string name, string labels, double value)
    {
        _text.Append(name);
        if (labels.Length > 0)
        {
            _text.Append('{').Append(labels).Append('}');
        }
        _text.Append(' ').Append(Number(value)).Append('\n');
    }

    /// <summary>As they stand between the braces; also the key of a series.</summary>
    public static string Labels(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        if (tags.Length == 0)
        {
            return "";
        }
        var text = new StringBuilder(64);
        foreach (var (name, value) in tags)
        {
            text.Append(text.Length == 0 ? "" : ",").Append(name).Append("=\"")
                .Append(Escape(value?.ToString() ?? "", quotes: true)).Append('"');
        }
        return text.ToString();
    }

    public static string Number(double value) =>
        double.IsPositiveInfinity(value) ? "+Inf" : value.ToString("R", CultureInfo.InvariantCulture);

    public byte[] ToUtf8() => Encoding.UTF8.GetBytes(_text.ToString());

    private static string Escape(string text, bool quotes)
    {
        var escaped = text.Replace("\\", "\\\\", StringComparison.Ordinal)
            .Replace("\n", "\\n", StringComparison.Ordinal);
        return quotes ? escaped.Replace("\"", "\\\"", StringComparison.Ordinal) : escaped;
    }
}
