using static Paddock.App.Configuration.Keys.ConfigKeys;
using static Paddock.App.Configuration.Keys.ScalarRule;

namespace Paddock.App.Configuration.Keys;

/// <summary>The keys of a connection to one GitHub.</summary>
internal static class GitHubKeys
{
    /// <summary>Two, so that a secret can be replaced without losing a delivery.</summary>
    public const int WebhookSecretsMax = 2;

    public static Shape.Section Connection => new(
        new("url", Of(WebAddress), "Where people open it: github.com, an Enterprise Server, a data-residency host.")
        {
            Default = "https://github.com",
        },
        new("api_url", Of(WebAddress),
            "Where its API is, if that does not follow from `url`: a gateway or a stand-in."),
        new("token", Of(Secret), "A personal access token, classic or fine-grained."),
        new("token_file", Of(FilePath), "A file with the token, instead of `token`. Read again when it changes."),
        new("app", App, "A GitHub App, instead of a token."),
        new("tickets", new Shape.Choice("jit", "registration_token"),
            "What lets a machine become a runner: a configuration for one runner, or, for an Enterprise Server before "
            + "3.10, a token by which it registers itself. The token is weaker.")
        {
            Default = "jit",
        },
        new("webhook", Webhook,
            "How deliveries of this GitHub are known to be real, and what is done about those that never came."),
        new("proxy", Of(ProxyAddress), "The proxy to this GitHub; user and password may be part of it.")
        {
            Default = "what HTTPS_PROXY, HTTP_PROXY, ALL_PROXY and NO_PROXY say",
        },
        new("certificate_authority_file", Of(FilePath),
            "A PEM file with private certificate authorities, trusted besides the system's."));

    private static Shape.Section App => new(
        new("client_id", Of(Text), "The client id from the App's page; its App ID does as well.") { IsRequired = true },
        new("private_key_file", Of(FilePath),
            "The .pem file that GitHub let you download. Read again when it changes."),
        new("private_key", Of(Secret),
            "The key's text instead of `private_key_file`. Line breaks may be written as `\\n`."));

    private static Shape.Section Webhook => new(
        new("url", Of(WebAddress),
            "Where this GitHub reaches Paddock, as entered in the webhook: it tells Paddock's webhook from others."),
        new("at", new Shape.Choice("scopes", "app"),
            "Whether each organization and repository has a webhook with that `url`, or the GitHub App has one for all "
            + "its installations.")
        {
            Default = "app with `app`, else scopes",
        },
        new("deliveries", new Shape.Choice("off", "repair", "source"),
            "What the webhook's delivery log is read for: what never arrived, or, where GitHub cannot reach Paddock, "
            + "every delivery. Needs `url`.")
        {
            Default = "repair with `url`, else off",
        },
        new("delivery_interval", Of(Duration), "How often that log is read.")
        {
            Default = "5m for repair, 10s for source",
        },
        new("secret", Of(Secret), "The secret as entered at GitHub."),
        new("secret_file", Of(FilePath), "A file with the secret, instead of `secret`."),
        new("secrets", new Shape.List(Of(Secret), WebhookSecretsMax),
            "The new one and the old one, while a secret is being replaced."),
        new("secret_files", new Shape.List(Of(FilePath), WebhookSecretsMax), "The same, from files."),
        new("check_run", Of(Flag),
            "Take `check_run` events too, for a webhook of old that sends nothing else. They name no labels, so each "
            + "costs a request.")
        {
            Default = "false",
        },
        new("allow_unsigned", Of(Flag),
            "Take deliveries without any signature. For a stand-in on loopback, nothing else.")
        {
            Default = "false",
        });
}
