using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace Paddock.Tests.Providers.Lxd.Standing;

/// <summary>What the model says to a request.</summary>
internal abstract record Reply
{
    /// <summary>The envelope of type sync.</summary>
    internal sealed record Sync(JsonNode? Metadata, string? ETag = null) : Reply;

    /// <summary>Something new has its own address: 201.</summary>
    internal sealed record Made(string Location) : Reply;

    /// <summary>202, and an operation to wait for.</summary>
    internal sealed record Begun(Operation Operation) : Reply;

    /// <summary>The reply comes when the operation ended or the limit passed.</summary>
    internal sealed record Wait(Operation Operation, TimeSpan Limit) : Reply;

    internal sealed record Refused(int Status, string Text) : Reply;

    internal sealed record Bytes(byte[] Content, IReadOnlyDictionary<string, string> Headers) : Reply;

    /// <summary>The connection becomes a websocket that tells events.</summary>
    internal sealed record Stream(Subscription Subscription) : Reply;

    /// <summary>A new one each time, for it becomes part of an envelope.</summary>
    public static Reply Done => new Sync(new JsonObject());

    public static Reply NotFound { get; } = new Refused(404, "not found");

    public static Reply NotAuthorized { get; } = new Refused(403, "not authorized");

    public static Sync Tagged(JsonObject metadata, JsonNode? hashed = null) =>
        new(metadata, TagOf(hashed ?? metadata));

    /// <summary>Null where the request wants no certain version, or wants this one.</summary>
    public static Reply? Mismatch(Asked asked, JsonNode current)
    {
        var wanted = asked.Headers.GetValueOrDefault("If-Match")?.Trim('"');
        var tag = TagOf(current);
        return wanted is null or "" || wanted == tag
            ? null
            : new Refused(412, $"ETag doesn't match: {wanted} vs {tag}");
    }

    private static string TagOf(JsonNode of) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(of.ToJsonString())));
}
