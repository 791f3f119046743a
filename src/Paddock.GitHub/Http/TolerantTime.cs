using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Paddock.GitHub.Http;

/// <summary>
/// GitHub's times: ISO text, in old payloads seconds since 1970. They are shown and break ties, so one that cannot be
/// read is no reason to refuse a job; it is then unknown.
/// </summary>
internal sealed class TolerantTime : JsonConverter<DateTimeOffset?>
{
    public override DateTimeOffset? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.String:
                return reader.TryGetDateTimeOffset(out var time) ? time : null;
            case JsonTokenType.Number:
                return reader.TryGetInt64(out var seconds) && seconds is >= 0 and < 253_402_300_800
                    ? DateTimeOffset.FromUnixTimeSeconds(seconds)
                    : null;
            case JsonTokenType.Null:
                return null;
            default:
                throw new JsonException();
        }
    }

    public override void Write(Utf8JsonWriter writer, DateTimeOffset? value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value?.ToString("O", CultureInfo.InvariantCulture));
}
