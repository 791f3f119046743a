using System.Text.Json.Serialization;

namespace Paddock.Core.Model;

/// <summary>
/// Something that can refuse as a whole: a provider (<c>provider:lab</c>), one size at one location of it
/// (<c>offer:cloud/cx23/fsn1</c>), a registration target (<c>scope:org:acme</c>), GitHub itself on one connection
/// (<c>connection:default</c>, which refuses while it is out of order as a whole), or what a limit keeps scarce behind
/// some labels (<c>labels:gpu</c>).
/// </summary>
[JsonConverter(typeof(PlaceKeyConverter))]
public readonly record struct PlaceKey(string Value)
{
    public static PlaceKey Of(ProviderName provider) => new($"provider:{provider}");

    public static PlaceKey Of(Offer offer) =>
        new($"offer:{offer.Provider}/{offer.Size}/{offer.Location ?? "-"}/{offer.Image}");

    public static PlaceKey Of(Scope scope) => new($"scope:{scope.ToString().ToLowerInvariant()}");

    public static PlaceKey Of(Labels.LabelSet labels) => new($"labels:{labels}");

    public static PlaceKey OfConnection(string connection) => new($"connection:{connection}");

    /// <summary>As a person reads it: <c>org:acme</c>, without the word for the kind of place.</summary>
    public string Text => Value[(Value.IndexOf(':', StringComparison.Ordinal) + 1)..];

    public override string ToString() => Value;
}

/// <summary>
/// How a place has answered lately. A refusal cools it down for a time that doubles with the streak; one acceptance
/// forgets the streak. The newest answer wins, so two engines that report in any order agree.
/// </summary>
public sealed record PlaceRow(PlaceKey Key) : Row
{
    public AsOf AnsweredAsOf { get; init; }

    /// <summary>Refusals in a row; zero after an acceptance.</summary>
    public int Streak { get; init; }

    public FaultKind? Fault { get; init; }

    public string Message { get; init; } = "";

    /// <summary>Not to be asked again before this.</summary>
    public DateTimeOffset CoolUntil { get; init; }

    /// <summary>The newest asking of an operator that has ended a cool-down; each ends one.</summary>
    public DateTimeOffset? ForgivenAt { get; init; }

    [JsonIgnore]
    public override Subject Subject => Subject.Of(Key);

    [JsonIgnore]
    public override bool IsOpen => Streak > 0;
}

public sealed class PlaceKeyConverter : System.Text.Json.Serialization.JsonConverter<PlaceKey>
{
    public override PlaceKey Read(
        ref System.Text.Json.Utf8JsonReader reader, Type typeToConvert,
        System.Text.Json.JsonSerializerOptions options) =>
        new(reader.GetString() ?? "");

    public override void Write(
        System.Text.Json.Utf8JsonWriter writer, PlaceKey value, System.Text.Json.JsonSerializerOptions options) =>
        writer.WriteStringValue(value.Value);
}
