using System.Text.Json.Serialization;
using Paddock.GitHub.Http;
using Paddock.Ports;

namespace Paddock.GitHub.Downloads;

/// <summary>One entry of <c>actions/runners/downloads</c> (GitHub REST, "List runner applications").</summary>
internal sealed record DownloadPayload
{
    public string? Os { get; init; }

    public string? Architecture { get; init; }

    public string? DownloadUrl { get; init; }

    public string? Filename { get; init; }

    /// <summary>For downloads from an Enterprise Server.</summary>
    [JsonConverter(typeof(SecretReader))]
    public Secret? TempDownloadToken { get; init; }

    public string? Sha256Checksum { get; init; }
}
