using System.Globalization;
using System.Text;
using System.Text.Json;
using Paddock.App.Cli.Rendering;
using Paddock.App.Configuration.Keys;
using Paddock.App.Configuration.Reading;

namespace Paddock.App.Configuration.Import;

/// <summary>What was taken over, as a file: what there is to know about it first, as comments.</summary>
internal static class ImportText
{
    public static string Write(ConfigNode.Map root, string source, IReadOnlyList<ConfigFault> notes)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"# Taken over from {Path.GetFileName(source)}.\n");
        foreach (var note in notes)
        {
            text.Append(CultureInfo.InvariantCulture, $"# {note.Message} {note.Remedy}\n");
        }
        return text.Append(YamlText.Of(AsJson(root))).Append('\n').ToString();
    }

    private static JsonElement AsJson(ConfigNode.Map root)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            Write(json, root);
        }
        return JsonElement.Parse(stream.ToArray());
    }

    private static void Write(Utf8JsonWriter json, ConfigNode node)
    {
        switch (node)
        {
            case ConfigNode.Map map:
                json.WriteStartObject();
                foreach (var entry in map.Entries)
                {
                    json.WritePropertyName(entry.Key);
                    Write(json, entry.Value);
                }
                json.WriteEndObject();
                break;
            case ConfigNode.List list:
                json.WriteStartArray();
                foreach (var item in list.Items)
                {
                    Write(json, item);
                }
                json.WriteEndArray();
                break;
            case ConfigNode.Scalar scalar:
                Write(json, scalar);
                break;
            default:
                throw new InvalidOperationException("No such node.");
        }
    }

    /// <summary>
    /// What stood in another system's file is meant as it stands, so a variable's form in it is none.
    /// </summary>
    private static void Write(Utf8JsonWriter json, ConfigNode.Scalar scalar)
    {
        if (ScalarRule.ToCount(scalar.Raw) is { } count)
        {
            json.WriteNumberValue(count);
        }
        else if (scalar.Raw is "true" or "false")
        {
            json.WriteBooleanValue(scalar.Raw == "true");
        }
        else
        {
            json.WriteStringValue(
                scalar.IsLiteral ? scalar.Raw.Replace("${", "$${", StringComparison.Ordinal) : scalar.Raw);
        }
    }
}
