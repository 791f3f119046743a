using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Paddock.Core.Model;
using Paddock.Ports.Providers;

namespace Paddock.Providers.Process;

/// <summary>A machine's tags as a file beside it: the same keys and values other providers take as labels.</summary>
internal static class TagFile
{
    public const string Name = "tags.json";

    public static byte[] Write(MachineTags tags) => JsonSerializer.SerializeToUtf8Bytes(
        tags.ToPairs().ToDictionary(pair => pair.Key, pair => pair.Value), TagFileJson.Default.DictionaryStringString);

    /// <summary>Null when these are not tags of ours, whoever wrote them.</summary>
    public static MachineTags? TryParse(ReadOnlySpan<byte> text)
    {
        try
        {
            var tags = JsonSerializer.Deserialize(text, TagFileJson.Default.DictionaryStringString);
            return tags is null ? null : new MachineTags(
                tags[MachineTags.FleetKey],
                tags[MachineTags.InstallKey],
                new PoolName(tags[MachineTags.PoolKey]),
                new MachineName(tags[MachineTags.MachineKey]),
                int.Parse(tags[MachineTags.GenerationKey], CultureInfo.InvariantCulture),
                DateTimeOffset.FromUnixTimeSeconds(
                    long.Parse(tags[MachineTags.DeadlineKey], CultureInfo.InvariantCulture)));
        }
        catch (Exception strange) when (
            strange is JsonException or KeyNotFoundException or FormatException or OverflowException
                or ArgumentOutOfRangeException)
        {
            return null;
        }
    }
}

[JsonSourceGenerationOptions(WriteIndented = true)]
[JsonSerializable(typeof(Dictionary<string, string>))]
internal sealed partial class TagFileJson : JsonSerializerContext;
