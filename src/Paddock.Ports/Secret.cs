using System.Text.Json;
using System.Text.Json.Serialization;

namespace Paddock.Ports;

/// <summary>
/// A text that must not be seen: it prints and serialises as <c>***</c> (decision D6). The value is reachable by one
/// method with a telling name, so that a search finds every place that reveals one.
/// </summary>
[JsonConverter(typeof(SecretConverter))]
public sealed class Secret(string value)
{
    private readonly string _value = value;

    public string Reveal() => _value;

    public bool IsEmpty => _value.Length == 0;

    public override string ToString() => "***";
}

public sealed class SecretConverter : JsonConverter<Secret>
{
    public override Secret Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        throw new JsonException("A secret is never read back from JSON.");

    public override void Write(Utf8JsonWriter writer, Secret value, JsonSerializerOptions options) =>
        writer.WriteStringValue("***");
}
