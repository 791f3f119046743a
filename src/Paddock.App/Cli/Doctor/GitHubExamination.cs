using Paddock.App.Configuration;
using Paddock.Core.Model;
using Paddock.Core.Policy;
using Paddock.GitHub;
using Paddock.GitHub.Checks;
using Paddock.GitHub.Hooks;

namespace Paddock.App.Cli.Doctor;

/// <summary>GitHub: first the connections, then every scope a connection can see, and our webhook there.</summary>
internal sealed class GitHubExamination(PaddockConfig config, GitHubAdapters gitHub)
{
    // What nobody knows before the first start, no check asks for.
    private readonly GitHubChecks _checks =
        gitHub.Checks(config.ToPolicy(new FleetIdentity(config.Fleet, Install: "", Mark: "")));

    public async Task<IReadOnlyList<ReportFinding>> RunAsync(
        Examination examination, CancellationToken cancellationToken)
    {
        var usable = new Dictionary<GitHubConnection, IReadOnlyList<Scope>>();
        var first = await examination.RunAsync(
            [
                .. config.Connections.Select(connection => new DoctorCheck(
                    $"connection {connection.Name}", async token =>
                    {
                        var sight = await _checks.LookAsync(connection.Name, token);
                        lock (usable)
                        {
                            usable[connection] = sight.Usable;
                        }
                        return Told(sight.Findings);
                    })),
            ],
            cancellationToken);
        Dictionary<GitHubConnection, IReadOnlyList<Scope>> seen;
        lock (usable)
        {
            // One that was left behind at its limit may still come back.
            seen = new(usable);
        }
        var then = await examination.RunAsync(
            [
                .. config.Connections.Where(seen.ContainsKey).SelectMany(
                    connection => seen[connection].SelectMany(scope => ChecksOf(connection, scope))),
                .. config.Connections.Where(HasAppHook).SelectMany(AppHookCheck),
            ],
            cancellationToken);
        return [.. first, .. config.Connections.Where(HidesItsHook).Select(Unseen), .. then];
    }

    /// <summary>It takes deliveries, and does not say from which webhook.</summary>
    private static bool HidesItsHook(GitHubConnection connection) =>
        connection.WebhookUrl is null && connection.WebhookSecrets.Count > 0;

    private static ReportFinding Unseen(GitHubConnection connection) => new(
        ReportFinding.Note, $"connection {connection.Name}",
        "Its webhook was not looked at: webhook.url does not say which one is Paddock's.", Remedy: null);

    private IEnumerable<DoctorCheck> ChecksOf(GitHubConnection connection, Scope scope)
    {
        yield return new DoctorCheck($"{scope}", async token => Told(await _checks.RightsAsync(scope, token)));
        yield return new DoctorCheck($"{scope}", async token => Told(await _checks.AccessAsync(scope, token)));
        if (connection is { WebhookUrl: not null, HasAppWebhook: false } && scope.Kind != ScopeKind.Enterprise)
        {
            yield return new DoctorCheck($"{scope}", token => LookAtHookAsync(connection, scope, token));
        }
    }

    private static bool HasAppHook(GitHubConnection connection) =>
        connection is { WebhookUrl: not null, HasAppWebhook: true };

    /// <summary>One for all scopes, and none where there is no scope that would need it.</summary>
    private IEnumerable<DoctorCheck> AppHookCheck(GitHubConnection connection) => config.Pools
        .SelectMany(pool => pool.Scopes).Where(scope => scope.Connection == connection.Name).Take(1)
        .Select(scope => new DoctorCheck(
            HookDesk.NameOf(connection), token => LookAtHookAsync(connection, scope, token)));

    private async Task<IReadOnlyList<ReportFinding>> LookAtHookAsync(
        GitHubConnection connection, Scope scope, CancellationToken cancellationToken)
    {
        var outcome = await new WebhookVerbs(gitHub.Hooks, connection, scope).CheckAsync(cancellationToken);
        return outcome.Findings.Count > 0 || outcome.Line.Hook is null
            ? outcome.Findings
            : [new ReportFinding(
                ReportFinding.Note, outcome.Line.Scope,
                $"Webhook {outcome.Line.Hook} is as it should be; its last delivery: {outcome.Line.Delivery}.",
                Remedy: null)];
    }

    private static IReadOnlyList<ReportFinding> Told(IReadOnlyList<CheckFinding> findings) =>
    [
        .. findings.Select(finding => new ReportFinding(
            finding.Level switch
            {
                CheckLevel.Error => ReportFinding.Error,
                CheckLevel.Warning => ReportFinding.Warning,
                _ => ReportFinding.Note,
            },
            finding.Place, finding.Message, finding.Remedy)),
    ];
}
