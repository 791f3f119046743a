using System.Text.Json;
using System.Text.Json.Serialization;
using Paddock.App.Cli.Rendering;
using Paddock.Storage.Sqlite;

namespace Paddock.App.Cli;

/// <summary>The output of <c>paddock store compact</c>.</summary>
internal sealed record CompactReport(
    string Path, long BytesBefore, long BytesAfter, long EntriesForgotten, long RowsForgotten)
{
    public static CompactReport Of(string path, StoreCompacted done) =>
        new(path, done.BytesBefore, done.BytesAfter, done.EntriesForgotten, done.RowsForgotten);

    public void Write(Invocation invocation)
    {
        if (invocation.WantsData)
        {
            invocation.Write(JsonSerializer.SerializeToElement(this, CompactJson.Default.CompactReport));
            return;
        }
        invocation.Page.Write(
            $"{Path} is compacted: {Bytes.Of(BytesBefore)} before, {Bytes.Of(BytesAfter)} after; "
            + $"{EntriesForgotten} journal entries and {RowsForgotten} rows were too old.");
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(CompactReport))]
internal sealed partial class CompactJson : JsonSerializerContext;
