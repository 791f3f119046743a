namespace Paddock.App.Configuration.Keys;

/// <summary>What variables and flags can say.</summary>
internal static class Settings
{
    public static IReadOnlyList<Setting> All { get; } =
    [
        new("fleet", "fleet", "The fleet's id."),
        new("max-runners", "max_runners", "Never more machines than this."),
        new("sweep-interval", "sweep_interval", "How often every repository is asked for its jobs."),
        new("check-interval", "check_interval", "How often GitHub's runners are listed."),
        new("state-directory", "state_directory", "Where everything is kept."),
        new("listen", "listen.public", "Where GitHub's webhooks come in, or none."),
        new("metrics", "listen.metrics", "Where Prometheus asks, or none."),
        new("log-level", "log.level", "trace, debug, info, warn or error."),
        new("log-format", "log.format", "text or json."),
        new("github-url", "github.url", "Where people open GitHub."),
        new("github-api-url", "github.api_url", "Where its API is, if that does not follow."),
        new("github-token", "github.token", "A personal access token.")
        {
            IsSecret = true,
            Fallback = "GITHUB_TOKEN",
            Displaces = ["token_file", "app"],
        },
        new("github-token-file", "github.token_file", "A file with the token.") { Displaces = ["token", "app"] },
        new("github-app-client-id", "github.app.client_id", "The client id of a GitHub App.")
        {
            Displaces = ["token", "token_file"],
        },
        new("github-app-private-key", "github.app.private_key", "The App's private key, in PEM.")
        {
            IsSecret = true,
            Displaces = ["token", "token_file", "app.private_key_file"],
        },
        new("github-app-private-key-file", "github.app.private_key_file", "A file with that key.")
        {
            Displaces = ["token", "token_file", "app.private_key"],
        },
        new("webhook-secret", "github.webhook.secret", "The secret of the webhook.")
        {
            IsSecret = true,
            Displaces = ["webhook.secret_file", "webhook.secrets", "webhook.secret_files"],
        },
        new("webhook-secret-file", "github.webhook.secret_file", "A file with that secret.")
        {
            Displaces = ["webhook.secret", "webhook.secrets", "webhook.secret_files"],
        },
        new("webhook-url", "github.webhook.url", "Where GitHub reaches Paddock, as entered in the webhook."),
        new("pool", "name", "The pool's name.") { IsOfOnePool = true },
        new("scope",
            "scopes", "Where runners register; several with commas between.") { IsOfOnePool = true, IsList = true },
        new("labels",
            "labels", "The labels of the runners, with commas between.") { IsOfOnePool = true, IsList = true },
        new("provider", "provider", "docker, lxd, incus or process.") { IsOfOnePool = true },
        new("image", "image", "The image machines start from.") { IsOfOnePool = true },
        new("idle", "idle", "Machines kept ready.") { IsOfOnePool = true },
        new("path", "path",
            "As of the github-runner charm: owner/name or an organization, served from LXD.") { IsOfOnePool = true },
        new("containers", "containers", "With path: containers kept ready.") { IsOfOnePool = true },
        new("virtual-machines", "virtual-machines", "With path: virtual machines kept ready.") { IsOfOnePool = true },
    ];

    /// <summary>Variables of other parts of Paddock; everything else that begins alike is a slip.</summary>
    public static IReadOnlyList<string> OtherVariables { get; } =
        [ConfigPaths.Variable, "PADDOCK_ADMIN", "PADDOCK_ADMIN_TOKEN"];
}
