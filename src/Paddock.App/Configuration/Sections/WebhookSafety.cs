using System.Net;
using Paddock.App.Configuration.Reading;
using Paddock.GitHub;
using Paddock.GitHub.Deliveries;

namespace Paddock.App.Configuration.Sections;

/// <summary>
/// A forged delivery starts machines. So nothing listens to the public without a secret, unless the operator says in
/// so many words that it may.
/// </summary>
internal static class WebhookSafety
{
    public static void Check(View top, View at, IPEndPoint? address, IReadOnlyList<GitHubConnection> connections)
    {
        if (address is null)
        {
            WarnOfSweepsOnly(at, connections);
            return;
        }
        foreach (var connection in connections)
        {
            var webhook = ViewOf(top, connection).At("webhook");
            if (connection.AcceptsUnsignedWebhooks)
            {
                WarnOfUnsigned(webhook.At("allow_unsigned"), connection, address);
            }
            else if (connection.WebhookSecrets.Count == 0 && !top.Context.Faults.IsSpoilt(webhook.Path))
            {
                webhook.Error(
                    $"Connection '{connection.Name}' has no webhook secret, but {address} listens: anybody could send.",
                    "Set webhook.secret_file or webhook.secret as at GitHub, or listen.public: none for sweeps alone.");
            }
        }
    }

    private static void WarnOfSweepsOnly(View at, IReadOnlyList<GitHubConnection> connections)
    {
        if (at.Context.Faults.IsSpoilt(at.Path)
            || connections.All(connection => connection.Deliveries == DeliveryMode.Source))
        {
            return;
        }
        var remedy = connections.Any(connection => connection.WebhookSecrets.Count > 0)
            ? "Set listen.public: 0.0.0.0:8080 to use the webhook secret that is there."
            : "Set a webhook secret (and listen.public) to start runners within a second.";
        at.Warn("No webhooks come in: jobs are found by sweeps alone, up to sweep_interval late.", remedy);
    }

    private static void WarnOfUnsigned(View at, GitHubConnection connection, IPEndPoint address)
    {
        if (!IPAddress.IsLoopback(address.Address))
        {
            at.Warn(
                $"Connection '{connection.Name}' takes unsigned webhooks: whoever reaches {address} starts machines.",
                "Set a webhook secret and remove allow_unsigned.");
        }
    }

    private static View ViewOf(View top, GitHubConnection connection) =>
        top.At("connections").At(connection.Name) is { IsThere: true } named ? named : top.At("github");
}
