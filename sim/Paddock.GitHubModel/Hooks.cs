namespace Paddock.GitHubModel;

/// <summary>What a hook's owner sets. GitHub's defaults: only pushes, and as a form.</summary>
public sealed record HookSettings(string Url)
{
    public string? Secret { get; init; }

    /// <summary><c>json</c> or <c>form</c>.</summary>
    public string ContentType { get; init; } = "form";

    public IReadOnlyList<string> Events { get; init; } = ["push"];

    public bool IsActive { get; init; } = true;

    /// <summary>False for <c>insecure_ssl</c>: whoever answers at the address is believed to be its owner.</summary>
    public bool ChecksCertificates { get; init; } = true;
}

/// <summary>A webhook.</summary>
/// <param name="Scope"><c>repos/acme/app</c>, <c>orgs/acme</c>, or <see cref="AppScope"/> for a GitHub App's one
/// hook.</param>
public sealed record ModelHook(
    long Id, string Scope, HookSettings Settings, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt)
{
    public const string AppScope = "app";

    public DeliveryResult? LastResult { get; init; }

    public bool Wants(string name) => Settings.IsActive
        && (Settings.Events.Contains(name) || Settings.Events.Contains("*"));
}

/// <summary>How one attempt ended.</summary>
/// <param name="StatusCode">Of the receiver; 0 when there was no answer.</param>
/// <param name="Status"><c>OK</c>, or GitHub's text for the failure.</param>
public sealed record DeliveryResult(int StatusCode, string Status, TimeSpan Duration)
{
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    public string? Body { get; init; }
}

/// <summary>One attempt to tell a hook. All attempts of one event share the <paramref name="Guid"/>.</summary>
public sealed record ModelDelivery(
    long Id, Guid Guid, long HookId, string Event, string? Action, string Payload, DateTimeOffset At)
{
    public long? RepositoryId { get; init; }

    public bool IsRedelivery { get; init; }

    public IReadOnlyDictionary<string, string> RequestHeaders { get; init; } = new Dictionary<string, string>();

    /// <summary>Null while it is under way.</summary>
    public DeliveryResult? Result { get; init; }
}
