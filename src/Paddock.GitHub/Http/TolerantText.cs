using System.Text.Json;
using System.Text.Json.Serialization;

namespace Paddock.GitHub.Http;

/// <summary>A text that GitHub also writes as a number.</summary>
internal sealed class TolerantText : JsonConverter<string?>
{
    public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType switch
        {
            JsonTokenType.String => reader.GetString(),
            JsonTokenType.Number => reader.TryGetInt64(out var number) ? $"{number}" : "?",
            JsonTokenType.Null => null,
            _ => throw new JsonException(),
        };

    public override void Write(Utf8JsonWriter writer, string? value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value);
}
