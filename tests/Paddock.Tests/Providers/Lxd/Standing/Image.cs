using System.Text.Json.Nodes;

namespace Paddock.Tests.Providers.Lxd.Standing;

/// <summary>An image of the server.</summary>
/// <param name="Home">The project it belongs to.</param>
/// <param name="Source">Where it came from, and comes from again when it is kept up to date; null: made here.</param>
internal sealed record Image(string Fingerprint, string Home, string Type, FileTree Files, JsonObject? Source = null)
{
    public string Architecture { get; init; } = "x86_64";

    public JsonObject Properties { get; init; } = [];

    public bool IsCached { get; init; }

    public bool IsAutoUpdated { get; init; }

    public long SizeBytes { get; init; } = 200L << 20;

    public DateTimeOffset UploadedAt { get; init; }
}
