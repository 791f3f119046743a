using System.Text.Json;
using System.Text.RegularExpressions;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Paddock.App.Cli.Rendering;

/// <summary>
/// JSON written as YAML: the same members with the same values, whoever reads them. Readers of YAML 1.1 take
/// <c>no</c>, <c>1:30</c> and <c>2026-11-20</c> for something else than texts, so a text stands without quotes only
/// where no version of YAML can mistake it.
/// </summary>
internal static partial class YamlText
{
    /// <summary>Nothing is folded: what searches lines finds whole texts.</summary>
    private static readonly EmitterSettings Unfolded = EmitterSettings.Default.WithBestWidth(int.MaxValue);

    private static readonly HashSet<string> Words = new(StringComparer.OrdinalIgnoreCase)
    {
        "true", "false", "null", "yes", "no", "on", "off", "y", "n",
    };

    public static string Of(JsonElement json)
    {
        using var text = new StringWriter { NewLine = "\n" };
        var emitter = new Emitter(text, Unfolded);
        emitter.Emit(new StreamStart());
        emitter.Emit(new DocumentStart(null, null, isImplicit: true));
        Write(emitter, json);
        emitter.Emit(new DocumentEnd(isImplicit: true));
        emitter.Emit(new StreamEnd());
        return text.ToString().TrimEnd('\n');
    }

    private static void Write(Emitter emitter, JsonElement json)
    {
        switch (json.ValueKind)
        {
            case JsonValueKind.Object:
                WriteMap(emitter, [.. json.EnumerateObject()]);
                break;
            case JsonValueKind.Array:
                WriteList(emitter, [.. json.EnumerateArray()]);
                break;
            case JsonValueKind.String:
                WriteText(emitter, json.GetString()!);
                break;
            case JsonValueKind.Number:
                WritePlain(emitter, Number(json.GetRawText()));
                break;
            default:
                WritePlain(emitter, json.GetRawText());
                break;
        }
    }

    private static void WriteMap(Emitter emitter, JsonProperty[] members)
    {
        var style = members.Length == 0 ? MappingStyle.Flow : MappingStyle.Block;
        emitter.Emit(new MappingStart(AnchorName.Empty, TagName.Empty, isImplicit: true, style));
        foreach (var member in members)
        {
            WriteText(emitter, member.Name);
            Write(emitter, member.Value);
        }
        emitter.Emit(new MappingEnd());
    }

    private static void WriteList(Emitter emitter, JsonElement[] items)
    {
        var style = items.Length == 0 ? SequenceStyle.Flow : SequenceStyle.Block;
        emitter.Emit(new SequenceStart(AnchorName.Empty, TagName.Empty, isImplicit: true, style));
        foreach (var item in items)
        {
            Write(emitter, item);
        }
        emitter.Emit(new SequenceEnd());
    }

    private static void WriteText(Emitter emitter, string text)
    {
        var style = Harmless().IsMatch(text) && !Words.Contains(text) ? ScalarStyle.Plain : ScalarStyle.DoubleQuoted;
        emitter.Emit(new Scalar(
            AnchorName.Empty, TagName.Empty, text, style, isPlainImplicit: true, isQuotedImplicit: true));
    }

    private static void WritePlain(Emitter emitter, string text) => emitter.Emit(new Scalar(
        AnchorName.Empty, TagName.Empty, text, ScalarStyle.Plain, isPlainImplicit: true, isQuotedImplicit: false));

    /// <summary>YAML 1.1 knows exponents only behind a point, and with a sign: 1e5 would be a text.</summary>
    private static string Number(string json)
    {
        var at = json.AsSpan().IndexOfAny('e', 'E');
        if (at < 0)
        {
            return json;
        }
        var (digits, exponent) = (json[..at], json[(at + 1)..]);
        return $"{digits}{(digits.Contains('.') ? "" : ".0")}e{(exponent[0] is '+' or '-' ? "" : "+")}{exponent}";
    }

    [GeneratedRegex(@"\A[A-Za-z_/][A-Za-z0-9_./@()+-]*(?: [A-Za-z0-9_./@()+-]+)*\z")]
    private static partial Regex Harmless();
}
