using System.Text.Json;
using System.Text.Json.Serialization;
using Paddock.Ports;

namespace Paddock.GitHub.Http;

/// <summary>
/// Reads what GitHub entrusts to us straight into a <see cref="Secret"/>, so that no record of ours can print it.
/// </summary>
internal sealed class SecretReader : JsonConverter<Secret>
{
    public override Secret? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.GetString() is { } text ? new Secret(text) : null;

    public override void Write(Utf8JsonWriter writer, Secret value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.ToString());
}
