using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using Paddock.GitHubStandIn.Control;

namespace Paddock.GitHubStandIn.Faults;

/// <summary>What goes wrong with matching requests.</summary>
/// <param name="Route">Method and path, <c>*</c> for anything: <c>POST */generate-jitconfig</c>.</param>
public sealed record RouteFault(string Route)
{
    public RouteFaultKind Kind { get; set; } = RouteFaultKind.Delay;

    /// <summary>How many requests it hits; null for all until it is cleared.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public int? Count { get; set; } = 1;

    /// <summary>How long the answer is held back, whatever the kind.</summary>
    public int DelayMs { get; set; }

    /// <summary>For <see cref="RouteFaultKind.Status"/>. With 429 the two limits answer so instead of 403.</summary>
    public int Status { get; set; } = 500;

    /// <summary>The error's text; a plausible one when null.</summary>
    public string? Message { get; set; }

    /// <summary>Adds a <c>Retry-After</c> header.</summary>
    public int? RetryAfterSeconds { get; set; }

    internal bool Matches(string request) => Regex.IsMatch(
        request, $"^{Regex.Escape(Route).Replace("\\*", ".*", StringComparison.Ordinal)}$", RegexOptions.IgnoreCase);
}

/// <summary>The ways a request can go wrong.</summary>
[JsonConverter(typeof(SnakeCaseEnum<RouteFaultKind>))]
public enum RouteFaultKind
{
    /// <summary>Only late.</summary>
    Delay,

    /// <summary>Answered with a status, without being carried out.</summary>
    Status,

    /// <summary>The connection breaks before anything is done.</summary>
    Refuse,

    /// <summary>Carried out, then the connection breaks: the reply is lost.</summary>
    LoseReply,

    /// <summary>403 with <c>x-ratelimit-remaining: 0</c>.</summary>
    PrimaryLimit,

    /// <summary>403 that speaks of a secondary rate limit, with or without <c>Retry-After</c>.</summary>
    SecondaryLimit,
}
