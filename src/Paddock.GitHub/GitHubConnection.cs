using Paddock.GitHub.Auth;
using Paddock.GitHub.Deliveries;
using Paddock.GitHub.Http;
using Paddock.GitHub.Tickets;
using Paddock.Ports;

namespace Paddock.GitHub;

/// <summary>
/// One way to one GitHub, as configured (decision D11). Scopes name it: <c>[connection/]org:acme</c>.
/// </summary>
public sealed record GitHubConnection
{
    public required string Name { get; init; }

    /// <summary>
    /// Where people open it: <c>https://github.com</c>, <c>https://acme.ghe.com</c>, <c>https://git.acme.example</c>.
    /// </summary>
    public required Uri Url { get; init; }

    /// <summary>Where its API is, when that does not follow from <see cref="Url"/>: a stand-in or a gateway.</summary>
    public Uri? ApiUrl { get; init; }

    public required GitHubCredential Credential { get; init; }

    /// <summary>What lets a machine of this connection's scopes become a runner.</summary>
    public TicketKind Tickets { get; init; }

    /// <summary>
    /// Up to two, so that a secret can be replaced without losing a delivery. None: no webhook is accepted.
    /// </summary>
    public IReadOnlyList<Secret> WebhookSecrets { get; init; } = [];

    /// <summary>
    /// Accept deliveries without any signature. For a stand-in on loopback; never where others reach the address.
    /// </summary>
    public bool AcceptsUnsignedWebhooks { get; init; }

    /// <summary>
    /// Ask for the job behind a <c>check_run</c> event, which is what hooks sent before there was <c>workflow_job</c>.
    /// </summary>
    public bool AcceptsCheckRuns { get; init; }

    /// <summary>
    /// Where this GitHub reaches us, as a hook's payload URL says it: what tells our hook from those of others. Null:
    /// no hook is known to be ours.
    /// </summary>
    public Uri? WebhookUrl { get; init; }

    /// <summary>
    /// The hook with that address is the one of the GitHub App that is our credential, which tells of everything its
    /// installations may see; false: each scope has a hook of its own.
    /// </summary>
    public bool HasAppWebhook { get; init; }

    /// <summary>What the log of our hook is read for; needs <see cref="WebhookUrl"/>.</summary>
    public DeliveryMode Deliveries { get; init; }

    /// <summary>How often it is read. Null: as often as suits the mode.</summary>
    public TimeSpan? DeliveryInterval { get; init; }

    /// <summary>
    /// Null: what HTTPS_PROXY, HTTP_PROXY, ALL_PROXY and NO_PROXY say. User and password may be part of it.
    /// </summary>
    public Uri? Proxy { get; init; }

    /// <summary>
    /// A PEM file with private certificate authorities, trusted besides the system's. Verification is never off.
    /// </summary>
    public string? CertificateAuthorityFile { get; init; }

    /// <summary>The host half of this connection's job keys: <c>github.com</c>.</summary>
    public string Host => ApiAddress.Of(Url, ApiUrl).Host;

    /// <summary>Not the members: a proxy's address may hold its password.</summary>
    public override string ToString() => $"connection {Name} to {Host}";
}
