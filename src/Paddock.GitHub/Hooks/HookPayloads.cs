using System.Text.Json.Serialization;
using Paddock.GitHub.Http;

namespace Paddock.GitHub.Hooks;

// Webhooks as GitHub's API and its ping give them (GitHub REST, "Repository webhooks", "Organization webhooks").

internal sealed record HookPayload
{
    public long Id { get; init; }

    public bool? Active { get; init; }

    public IReadOnlyList<string?>? Events { get; init; }

    public HookConfigPayload? Config { get; init; }
}

/// <summary>A secret is never given back: where there is one, stars are.</summary>
internal sealed record HookConfigPayload
{
    public string? Url { get; init; }

    /// <summary><c>json</c> or <c>form</c>, which is what GitHub takes when nobody says anything.</summary>
    public string? ContentType { get; init; }

    public string? Secret { get; init; }

    /// <summary><c>0</c> when certificates are checked.</summary>
    [JsonConverter(typeof(TolerantText))]
    public string? InsecureSsl { get; init; }
}
