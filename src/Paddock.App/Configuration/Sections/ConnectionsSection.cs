using Paddock.App.Configuration.Keys;
using Paddock.App.Configuration.Reading;
using Paddock.Core.Model;
using Paddock.GitHub;
using Paddock.GitHub.Auth;
using Paddock.GitHub.Tickets;
using Paddock.Ports;

namespace Paddock.App.Configuration.Sections;

/// <summary><c>github:</c> and <c>connections:</c> (decision D11).</summary>
internal static class ConnectionsSection
{
    private static readonly Uri GitHubCom = new("https://github.com");

    /// <summary>
    /// Stands where a credential was refused or is missing; nothing that reaches GitHub ever holds it.
    /// </summary>
    private static readonly GitHubCredential Nobody = new GitHubCredential.Token(new Secret(""));

    public static IReadOnlyList<GitHubConnection> Read(View top)
    {
        var (github, others) = (top.At("github"), top.At("connections").Named);
        if (github.IsThere && others.Any(other => other.Name == Scope.DefaultConnection))
        {
            github.Error(
                $"'github' is the connection '{Scope.DefaultConnection}', and 'connections' has one of that name too.",
                "Keep one of them.");
            top.Context.Faults.Spoil(top.At("connections").At(Scope.DefaultConnection).Path);
        }
        if (!github.IsThere && others.Count == 0)
        {
            if (!top.Context.Faults.IsSpoilt("connections") && !top.Context.Faults.IsSpoilt("github"))
            {
                github.Error("Nothing says how to reach GitHub.",
                    "Add github: {token_file: …} or github: {app: …}, or set GITHUB_TOKEN or PADDOCK_GITHUB_TOKEN.");
            }

            // What is told once need not be told again by every scope that means it.
            return [new() { Name = Scope.DefaultConnection, Url = GitHubCom, Credential = Nobody }];
        }
        var all = others.ToList();
        if (github.IsThere)
        {
            all.Insert(0, (Scope.DefaultConnection, github));
        }
        return [.. all.Select(one => Connection(one.Name, one.Value))];
    }

    private static GitHubConnection Connection(string name, View at)
    {
        var webhook = at.At("webhook");
        var connection = new GitHubConnection
        {
            Name = name,
            Url = at.At("url").WebAddress ?? GitHubCom,
            ApiUrl = at.At("api_url").WebAddress,
            Credential = Credential(at),
            Tickets = at.At("tickets").Word == "registration_token" ? TicketKind.RegistrationToken : TicketKind.Jit,
            WebhookSecrets = WebhookSecrets(webhook),
            AcceptsCheckRuns = webhook.At("check_run").Flag ?? false,
            AcceptsUnsignedWebhooks = webhook.At("allow_unsigned").Flag ?? false,
            WebhookUrl = webhook.At("url").WebAddress,
            HasAppWebhook = HasAppWebhook(webhook, at.At("app")),
            Deliveries = DeliveriesSection.Mode(webhook),
            DeliveryInterval = DeliveriesSection.Interval(webhook),
            Proxy = at.At("proxy").Text(ScalarRule.ProxyAddress) is { } proxy ? ScalarRule.ToProxy(proxy) : null,
            CertificateAuthorityFile = Existing(at.At("certificate_authority_file")),
        };
        WarnOfPlainHttp(at.At(connection.ApiUrl is null ? "url" : "api_url"), connection.ApiUrl ?? connection.Url);
        return connection;
    }

    /// <summary>
    /// The file is named, not read into the configuration: a token may be replaced while Paddock runs.
    /// </summary>
    private static GitHubCredential Credential(View at)
    {
        var (token, file, app) = (at.At("token"), at.At("token_file"), at.At("app"));
        if (Pairs.RefuseBoth(token, file) || Pairs.RefuseBoth(token, app) || Pairs.RefuseBoth(file, app))
        {
            return Nobody;
        }
        if (app.IsThere)
        {
            return AppSection.Read(app) ?? Nobody;
        }
        if (file.FilePath is { } path)
        {
            _ = file.SecretInFile;
            return new GitHubCredential.TokenFile(path);
        }
        if (token.Secret is { } secret)
        {
            return new GitHubCredential.Token(secret);
        }
        var faults = at.Context.Faults;
        if (!token.IsThere && !file.IsThere && at.Node is ConfigNode.Map
            && !faults.IsSpoilt(app.Path) && !faults.IsSpoilt(token.Path))
        {
            token.Error($"{at.Path} has no token and no app.",
                "Add token_file or token: ${GITHUB_TOKEN}, a personal access token that may manage runners, "
                + "or app: {client_id: …, private_key_file: …}.");
        }
        return Nobody;
    }

    private static List<Secret> WebhookSecrets(View webhook)
    {
        if (Pairs.RefuseBoth(webhook.At("secret"), webhook.At("secret_file")))
        {
            return [];
        }
        List<Secret?> secrets =
        [
            webhook.At("secret").Secret,
            webhook.At("secret_file").SecretInFile,
            .. webhook.At("secrets").Items.Select(item => item.Secret),
            .. webhook.At("secret_files").Items.Select(item => item.SecretInFile),
        ];
        var found = secrets.OfType<Secret>().ToList();
        if (found.Count > GitHubKeys.WebhookSecretsMax && !webhook.Context.Faults.IsSpoilt(webhook.Path))
        {
            webhook.Error(
                $"{webhook.Path} has {found.Count} secrets; two are enough to replace one by another.",
                "Remove those that GitHub no longer signs with.");
        }
        return found;
    }

    /// <summary>An App has a webhook of its own, and that is meant unless somebody says otherwise.</summary>
    private static bool HasAppWebhook(View webhook, View app)
    {
        var at = webhook.At("at");
        if (at.Word == "app" && !app.IsThere && !app.Context.Faults.IsSpoilt(app.Path))
        {
            at.Error($"{at.Path}: app, and there is no {app.Path}.",
                "Leave it out: with a token each organization and repository has a webhook.");
        }
        return app.IsThere && at.Word != "scopes";
    }

    private static string? Existing(View file)
    {
        if (file.FilePath is { } path && !file.Context.Request.Files.Exists(path))
        {
            file.Error($"There is no file {path}.", "Name a PEM file with the certificate authority's certificate.");
        }
        return file.FilePath;
    }

    private static void WarnOfPlainHttp(View at, Uri address)
    {
        if (address.Scheme == Uri.UriSchemeHttp && !address.IsLoopback)
        {
            at.Warn($"{at.Path} is plain http: the token crosses the network in the clear.", "Use https.");
        }
    }
}
