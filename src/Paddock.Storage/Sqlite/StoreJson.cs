using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Paddock.Core.Facts;
using Paddock.Core.Model;

namespace Paddock.Storage.Sqlite;

/// <summary>
/// Facts and rows as the text the store holds. Generated at build time; the names of the kinds are on the types
/// themselves (<see cref="Fact"/>, <see cref="Row"/>).
/// </summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(Fact))]
[JsonSerializable(typeof(Row))]
internal sealed partial class StoreJson : JsonSerializerContext
{
    public static byte[] Write(Fact fact) => JsonSerializer.SerializeToUtf8Bytes(fact, Default.Fact);

    public static byte[] Write(Row row) => JsonSerializer.SerializeToUtf8Bytes(row, Default.Row);

    /// <summary>Throws <see cref="JsonException"/> for a text that is no fact.</summary>
    public static Fact ReadFact(ReadOnlySpan<byte> text) => Read(text, Default.Fact);

    /// <summary>Throws <see cref="JsonException"/> for a text that is no row.</summary>
    public static Row ReadRow(ReadOnlySpan<byte> text) => Read(text, Default.Row);

    private static T Read<T>(ReadOnlySpan<byte> text, JsonTypeInfo<T> type) where T : class
    {
        try
        {
            return JsonSerializer.Deserialize(text, type) ?? throw new JsonException("Nothing is stored as null.");
        }
        catch (NotSupportedException error)
        {
            // The library's word for a text that does not say which kind it is.
            throw new JsonException(error.Message, error);
        }
    }
}
