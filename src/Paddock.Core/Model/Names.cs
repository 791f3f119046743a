using System.Text.Json;
using System.Text.Json.Serialization;

namespace Paddock.Core.Model;

/// <summary>
/// A text that names one kind of thing, so that a pool's name cannot be passed where a provider's is meant.
/// </summary>
public interface IName<TSelf> where TSelf : struct, IName<TSelf>
{
    string Value { get; }

    static abstract TSelf Of(string value);
}

/// <summary>The name of a pool, as written in the configuration.</summary>
[JsonConverter(typeof(NameConverter<PoolName>))]
public readonly record struct PoolName(string Value) : IName<PoolName>
{
    public static PoolName Of(string value) => new(value);

    public override string ToString() => Value;
}

/// <summary>The name of a provider, as written in the configuration.</summary>
[JsonConverter(typeof(NameConverter<ProviderName>))]
public readonly record struct ProviderName(string Value) : IName<ProviderName>
{
    public static ProviderName Of(string value) => new(value);

    public override string ToString() => Value;
}

/// <summary>
/// The one name of a runner at GitHub. Decided and stored before anything is created; never used twice.
/// </summary>
[JsonConverter(typeof(NameConverter<RunnerName>))]
public readonly record struct RunnerName(string Value) : IName<RunnerName>
{
    public static RunnerName Of(string value) => new(value);

    public override string ToString() => Value;
}

/// <summary>The one name of a machine at its provider: the name of the first runner it was meant for.</summary>
[JsonConverter(typeof(NameConverter<MachineName>))]
public readonly record struct MachineName(string Value) : IName<MachineName>
{
    public static MachineName Of(string value) => new(value);

    public override string ToString() => Value;
}

/// <summary>Writes a name as the plain text it is.</summary>
public sealed class NameConverter<TName> : JsonConverter<TName> where TName : struct, IName<TName>
{
    public override TName Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        TName.Of(reader.GetString() ?? throw new JsonException("A name is a text, not null."));

    public override void Write(Utf8JsonWriter writer, TName value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.Value);
}
