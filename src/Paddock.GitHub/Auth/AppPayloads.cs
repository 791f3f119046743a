using System.Text.Json.Serialization;
using Paddock.GitHub.Http;
using Paddock.Ports;

namespace Paddock.GitHub.Auth;

// What GitHub's App operations take and give (GitHub REST, "GitHub Apps").

/// <summary>The part of <c>GET /app</c> that is read.</summary>
internal sealed record AppPayload
{
    public long Id { get; init; }

    /// <summary>Its public page: <c>https://github.com/apps/paddock-of-acme</c>.</summary>
    public string? HtmlUrl { get; init; }

    /// <summary>What it asks its owners for; name to <c>read</c>, <c>write</c> or <c>admin</c>.</summary>
    public IReadOnlyDictionary<string, string>? Permissions { get; init; }

    /// <summary>What its webhook sends.</summary>
    public IReadOnlyList<string?>? Events { get; init; }
}

internal sealed record InstallationPayload
{
    public long Id { get; init; }

    /// <summary>Whose it is; an enterprise has no login.</summary>
    public UserPayload? Account { get; init; }

    /// <summary>Where its owner changes, approves and suspends it.</summary>
    public string? HtmlUrl { get; init; }

    [JsonConverter(typeof(TolerantTime))]
    public DateTimeOffset? SuspendedAt { get; init; }
}

/// <summary>The body of <c>access_tokens</c>. It could narrow the token; nothing narrows it.</summary>
internal sealed record TokenRequestPayload;

internal sealed record InstallationTokenPayload
{
    [JsonConverter(typeof(SecretReader))]
    public Secret? Token { get; init; }

    [JsonConverter(typeof(TolerantTime))]
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>Name to <c>read</c>, <c>write</c> or <c>admin</c>.</summary>
    public IReadOnlyDictionary<string, string>? Permissions { get; init; }
}
