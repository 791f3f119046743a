using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Paddock.App.Configuration.Keys;

namespace Paddock.App.Configuration;

/// <summary>
/// The configuration as a JSON Schema, draft 2020-12, so that editors complete keys and mark faults while typing. It
/// says what one value or key can be wrong about; what values mean together is for <c>paddock validate</c>.
/// </summary>
public static class ConfigSchema
{
    private const string Draft = "https://json-schema.org/draft/2020-12/schema";

    /// <summary>Wherever a number or a word may stand, so may a variable.</summary>
    private const string VariablePattern = @"\$\{";

    // The page is for people too: apostrophes stay apostrophes.
    private static readonly JsonWriterOptions Options = new()
    {
        Indented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static string Write()
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, Options))
        {
            json.WriteStartObject();
            json.WriteString("$schema", Draft);
            json.WriteString("title", "Paddock's configuration");
            WriteSection(json, ConfigKeys.Root, discriminator: null);
            json.WriteEndObject();
        }
        return Encoding.UTF8.GetString(stream.ToArray()) + "\n";
    }

    private static void WriteKey(Utf8JsonWriter json, Key key)
    {
        json.WriteStartObject(key.Name);
        json.WriteString("description", key.Default is null ? key.Doc : $"{key.Doc} Default: {key.Default}.");
        WriteShape(json, key.Shape);
        json.WriteEndObject();
    }

    private static void WriteShape(Utf8JsonWriter json, Shape shape)
    {
        switch (shape)
        {
            case Shape.Scalar scalar:
                WriteScalar(json, scalar.Rule);
                break;
            case Shape.Choice choice:
                WriteAnyOf(json, () => WriteWords(json, choice.Words), () => WriteText(json, VariablePattern));
                break;
            case Shape.Section section:
                WriteSection(json, section, discriminator: null);
                break;
            case Shape.Named named:
                json.WriteString("type", "object");
                json.WriteStartObject("additionalProperties");
                WriteShape(json, named.Item);
                json.WriteEndObject();
                break;
            case Shape.List { Item: Shape.Section } list:
                WriteList(json, list);
                break;
            case Shape.List list:
                WriteAnyOf(json, () => WriteList(json, list), () => WriteShape(json, list.Item));
                break;
            case Shape.Either either:
                WriteAnyOf(json, () => WriteShape(json, either.Short), () => WriteShape(json, either.Long));
                break;
            case Shape.Variants variants:
                WriteAnyOf(
                    json, [.. variants.Options.Select(option => (Action)(() => WriteVariant(json, variants, option)))]);
                break;
            default:
                throw new InvalidOperationException($"No such shape: {shape.GetType().Name}.");
        }
    }

    private static void WriteSection(
        Utf8JsonWriter json, Shape.Section section, (string Key, string Word)? discriminator)
    {
        json.WriteString("type", "object");
        WriteRequired(json, section, discriminator?.Key);
        json.WriteStartObject("properties");
        if (discriminator is var (key, word))
        {
            json.WriteStartObject(key);
            WriteWords(json, [word]);
            json.WriteEndObject();
        }
        foreach (var known in section.Keys.Where(known => known.Later is null))
        {
            WriteKey(json, known);
        }
        json.WriteEndObject();
        if (section.HoldsExtras)
        {
            json.WriteStartObject("patternProperties");
            json.WriteStartObject("^x-");
            json.WriteEndObject();
            json.WriteEndObject();
        }
        json.WriteBoolean("additionalProperties", false);
    }

    private static void WriteVariant(Utf8JsonWriter json, Shape.Variants variants, Variant option)
    {
        json.WriteString("description", option.Doc);
        WriteSection(json, option.Section, (variants.Discriminator, option.Word));
    }

    private static void WriteRequired(Utf8JsonWriter json, Shape.Section section, string? discriminator)
    {
        json.WriteStartArray("required");
        if (discriminator is not null)
        {
            json.WriteStringValue(discriminator);
        }
        foreach (var key in section.Keys.Where(key => key.IsRequired))
        {
            json.WriteStringValue(key.Name);
        }
        json.WriteEndArray();
    }

    private static void WriteList(Utf8JsonWriter json, Shape.List list)
    {
        json.WriteString("type", "array");
        json.WriteStartObject("items");
        WriteShape(json, list.Item);
        json.WriteEndObject();
        if (list.ItemsMax < int.MaxValue)
        {
            json.WriteNumber("maxItems", list.ItemsMax);
        }
    }

    private static void WriteScalar(Utf8JsonWriter json, ScalarRule rule)
    {
        if (rule.JsonType == "string")
        {
            WriteText(json, rule.Pattern is null ? null : $"^(?:{rule.Pattern})$|{VariablePattern}");
            return;
        }
        json.WriteStartArray("type");
        if (rule.JsonType == ScalarRule.AnyType)
        {
            json.WriteStringValue("string");
            json.WriteStringValue("number");
            json.WriteStringValue("boolean");
            json.WriteEndArray();
            return;
        }
        json.WriteStringValue(rule.JsonType);
        json.WriteStringValue("string");
        json.WriteEndArray();
        json.WriteString("pattern", VariablePattern);
        if (rule.Least is { } least)
        {
            json.WriteNumber("minimum", least);
        }
    }

    private static void WriteText(Utf8JsonWriter json, string? pattern)
    {
        json.WriteString("type", "string");
        if (pattern is not null)
        {
            json.WriteString("pattern", pattern);
        }
    }

    private static void WriteWords(Utf8JsonWriter json, IReadOnlyList<string> words)
    {
        json.WriteStartArray("enum");
        foreach (var word in words)
        {
            json.WriteStringValue(word);
        }
        json.WriteEndArray();
    }

    private static void WriteAnyOf(Utf8JsonWriter json, params IReadOnlyList<Action> options)
    {
        json.WriteStartArray("anyOf");
        foreach (var option in options)
        {
            json.WriteStartObject();
            option();
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }
}
