using System.Text;

namespace Paddock.GitHub.Webhooks;

/// <summary>A connection as a receiver sees it: whose jobs these are, and which secrets prove it.</summary>
internal sealed class WebhookEndpoint(GitHubConnection connection)
{
    public string Host { get; } = connection.Host;

    public bool AcceptsCheckRuns { get; } = connection.AcceptsCheckRuns;

    public IReadOnlyList<byte[]> Keys { get; } =
    [
        .. connection.WebhookSecrets.Where(secret => !secret.IsEmpty)
            .Select(secret => Encoding.UTF8.GetBytes(secret.Reveal())),
    ];

    public bool AcceptsUnsigned => connection.AcceptsUnsignedWebhooks && Keys.Count == 0;

    /// <summary>Without a secret anybody could order machines, so there is then no webhook at all.</summary>
    public bool IsOpen => Keys.Count > 0 || AcceptsUnsigned;
}
