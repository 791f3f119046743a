using System.CommandLine;
using Microsoft.Extensions.Logging.Abstractions;
using Paddock.App.Configuration;
using Paddock.Core.Model;
using Paddock.GitHub;
using Paddock.GitHub.Deliveries;
using Paddock.Ports;

namespace Paddock.App.Cli.Commands;

/// <summary>
/// <c>paddock webhook setup|check|rotate|remove [--scope SCOPE]</c>: our own webhooks at GitHub, with the credential of
/// the configuration and without a running Paddock.
/// </summary>
internal static class WebhookCommand
{
    /// <summary>What a verb does at one scope.</summary>
    private delegate Task<WebhookOutcome> Work(
        WebhookVerbs verbs, GitHubConnection connection, CancellationToken cancellationToken);

    private static readonly Option<string[]> Scopes = new("--scope")
    {
        Description = "Only there; may be given several times. Without it: every scope of the pools.",
        HelpName = "SCOPE",
    };

    private static readonly Option<string?> SecretFile = new("--secret-file")
    {
        Description = "The new secret; by default the configuration's first. Where there is no such file, it is made.",
        HelpName = "FILE",
    };

    public static Command Make(Shell shell)
    {
        var rotate = Verb(
            shell, "rotate", "Puts the new secret in, after the configuration has it beside the old one.", NewSecrets);
        rotate.Add(SecretFile);
        return new Command("webhook", "Looks after Paddock's own webhooks at GitHub.")
        {
            Verb(shell, "setup", "Makes the webhook or mends it, and has GitHub send a ping.", (_, connections) =>
            {
                connections.ForEach(RequireSecret);
                return (verbs, _, token) => verbs.SetUpAsync(token);
            }),
            Verb(shell, "check", "Looks at the webhook, and changes nothing.",
                (_, _) => (verbs, _, token) => verbs.CheckAsync(token)),
            rotate,
            Verb(shell, "remove", "Deletes the webhook. Those of others stay.",
                (_, _) => (verbs, _, token) => verbs.RemoveAsync(token)),
        };
    }

    /// <param name="prepare">Refuses what need not be tried; returns what is then done at each scope.</param>
    private static Command Verb(
        Shell shell, string name, string description, Func<Invocation, List<GitHubConnection>, Work> prepare)
    {
        var command = new Command(name, description) { Scopes };
        Invocation.Set(command, shell, async (invocation, token) =>
        {
            var config = Configured.Require(invocation);
            var places = Places(config, invocation.Given.GetValue(Scopes) ?? []);
            var connections = places.Select(place => place.Connection).Distinct().ToList();
            connections.ForEach(RequireAddress);
            var work = prepare(invocation, connections);
            using var gitHub = new GitHubAdapters(
                config.Connections, new GitHubOptions { ArchiveDirectory = config.ArchiveDirectory },
                invocation.Shell.Time, NullLoggerFactory.Instance);
            var outcomes = new List<WebhookOutcome>();
            foreach (var (scope, connection) in places)
            {
                outcomes.Add(await work(new WebhookVerbs(gitHub.Hooks, connection, scope), connection, token));
            }
            var report = WebhookReport.Of(outcomes);
            report.Write(invocation);
            return report.Code;
        });
        return command;
    }

    private static List<(Scope Scope, GitHubConnection Connection)> Places(PaddockConfig config, string[] wanted)
    {
        var scopes = config.Pools.SelectMany(pool => pool.Scopes).Distinct().ToList();
        var chosen = wanted.Length == 0 ? scopes : [.. wanted.Select(text => Chosen(scopes, text)).Distinct()];

        // An App's own webhook is one for all scopes, so it is looked after once.
        return
        [
            .. chosen.Select(scope => (
                    Scope: scope,
                    Connection: config.Connections.First(connection => connection.Name == scope.Connection)))
                .DistinctBy(place => place.Connection.HasAppWebhook ? place.Connection.Name : place.Scope.ToString()),
        ];
    }

    private static Scope Chosen(List<Scope> scopes, string text) =>
        scopes.Find(scope => scope == Scope.TryParse(text)) ?? throw new CliFaultException(
            ExitCode.Usage, $"No pool has the scope {text}.", $"There is: {string.Join(", ", scopes)}.");

    private static void RequireAddress(GitHubConnection connection)
    {
        if (connection.WebhookUrl is null)
        {
            throw new CliFaultException(
                ExitCode.Usage, $"Nothing says where connection '{connection.Name}' reaches Paddock.",
                "Set its webhook.url to the payload URL, like https://ci.acme.example/webhook.");
        }
    }

    /// <summary>
    /// Without a secret everything the webhook sends would be refused, unless nobody is to receive it.
    /// </summary>
    private static void RequireSecret(GitHubConnection connection)
    {
        if (!connection.AcceptsUnsignedWebhooks && connection.Deliveries != DeliveryMode.Source)
        {
            FirstSecret(connection);
        }
    }

    private static Secret FirstSecret(GitHubConnection connection) =>
        connection.WebhookSecrets.FirstOrDefault(secret => !secret.IsEmpty) ?? throw new CliFaultException(
            ExitCode.Usage, $"Connection '{connection.Name}' has no webhook secret.",
            "Set its webhook.secret_file; openssl rand -hex 32 makes a good one.");

    /// <summary>The file's secret, or each connection's first: of two that is the new one.</summary>
    private static Work NewSecrets(Invocation invocation, List<GitHubConnection> connections)
    {
        if (invocation.Given.GetValue(SecretFile) is not { } given)
        {
            connections.ForEach(connection => FirstSecret(connection));
            return (verbs, connection, token) => verbs.RotateAsync(FirstSecret(connection), token);
        }
        var file = Path.GetFullPath(given);
        var isMade = NewSecret.Make(file);
        var secret = NewSecret.Read(file);
        connections.ForEach(connection => RequireTaken(connection, secret, file, isMade));
        return (verbs, _, token) => verbs.RotateAsync(secret, token);
    }

    /// <summary>GitHub must not sign with what Paddock does not take.</summary>
    private static void RequireTaken(GitHubConnection connection, Secret secret, string file, bool isMade)
    {
        if (!connection.WebhookSecrets.Any(known => known.Reveal() == secret.Reveal()))
        {
            throw new CliFaultException(
                isMade ? ExitCode.Failed : ExitCode.Usage,
                isMade ? $"{file} is made, with a new secret; GitHub still has the old one."
                    : $"The configuration of connection '{connection.Name}' does not take the secret in {file}.",
                $"Name {file} first and the old file second in webhook.secret_files, restart Paddock, "
                + "and say this again.");
        }
    }
}
