using System.Text.Json;
using System.Text.Json.Serialization;

namespace Paddock.Core.Labels;

/// <summary>
/// A set of labels as GitHub reads them: without case, without order, without repeats. The texts keep the letters and
/// the order they came with, because a registration sends exactly what the configuration says; comparing uses the
/// folded, sorted form (GitHub docs, "Using self-hosted runners in a workflow").
/// </summary>
[JsonConverter(typeof(LabelSetConverter))]
public sealed class LabelSet : IEquatable<LabelSet>
{
    public static LabelSet Empty { get; } = new([]);

    private readonly string[] _folded;

    public LabelSet(IEnumerable<string> labels)
    {
        var texts = new List<string>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var label in labels)
        {
            var trimmed = label.Trim();
            if (trimmed.Length > 0 && seen.Add(Fold(trimmed)))
            {
                texts.Add(trimmed);
            }
        }
        Texts = [.. texts];
        _folded = [.. texts.Select(Fold)];
        Array.Sort(_folded, StringComparer.Ordinal);
        Key = string.Join('\n', _folded);
    }

    public static LabelSet Of(params ReadOnlySpan<string> labels) => new(labels.ToArray());

    /// <summary>The labels as written, first spelling of each.</summary>
    public IReadOnlyList<string> Texts { get; }

    /// <summary>Equal for equal sets; a line for each label, because no label contains a line break.</summary>
    public string Key { get; }

    public int Count => _folded.Length;

    public bool Contains(string label) => Array.BinarySearch(_folded, Fold(label.Trim()), StringComparer.Ordinal) >= 0;

    /// <summary>
    /// Does <paramref name="other"/> have every label of this set? The empty set is a subset of every set.
    /// </summary>
    public bool IsSubsetOf(LabelSet other)
    {
        // Both sides are sorted, so one walk decides. Planning asks this for every pair of classes in every pass.
        var theirs = 0;
        foreach (var mine in _folded)
        {
            int order;
            do
            {
                if (theirs == other._folded.Length)
                {
                    return false;
                }
                order = string.CompareOrdinal(other._folded[theirs++], mine);
            }
            while (order < 0);
            if (order > 0)
            {
                return false;
            }
        }
        return true;
    }

    /// <summary>The labels of this set that <paramref name="other"/> lacks, in this set's spelling and order.</summary>
    public LabelSet Except(LabelSet other) => new(Texts.Where(label => !other.Contains(label)));

    public LabelSet Union(LabelSet other) => new(Texts.Concat(other.Texts));

    public bool Equals(LabelSet? other) => other is not null && Key == other.Key;

    public override bool Equals(object? obj) => Equals(obj as LabelSet);

    public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(Key);

    public override string ToString() => $"[{string.Join(", ", Texts)}]";

    private static string Fold(string label) => label.ToLowerInvariant();
}

/// <summary>Writes a label set as the plain list it is.</summary>
public sealed class LabelSetConverter : JsonConverter<LabelSet>
{
    public override LabelSet Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            throw new JsonException("Labels are a list of texts.");
        }
        var labels = new List<string>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            labels.Add(reader.GetString() ?? "");
        }
        return new LabelSet(labels);
    }

    public override void Write(Utf8JsonWriter writer, LabelSet value, JsonSerializerOptions options)
    {
        writer.WriteStartArray();
        foreach (var label in value.Texts)
        {
            writer.WriteStringValue(label);
        }
        writer.WriteEndArray();
    }
}
