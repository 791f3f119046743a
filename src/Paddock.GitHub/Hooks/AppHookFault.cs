using Paddock.Core.Model;
using Paddock.GitHub.Auth;
using Paddock.Ports;

namespace Paddock.GitHub.Hooks;

/// <summary>What is wrong with an App's own webhook, and on which of the App's pages a person mends it.</summary>
internal static class AppHookFault
{
    private const string Subscribe =
        "On the App's page under Permissions & events, subscribe to Workflow job and to nothing else.";

    private const string Grant =
        "On the App's page under Permissions & events grant the repository permission Actions: read, and have each "
        + "owner approve it.";

    /// <summary><c>app Iv23liacme</c>.</summary>
    public static string NameOf(GitHubConnection connection) => $"app {Plain.Line(ClientIdOf(connection), 100)}";

    public static Fault Missing(GitHubConnection connection, AppHook hook) => new(
        FaultKind.InvalidSpec,
        $"the App's own webhook sends to {Plain.Line(hook.Config?.Url ?? "no address", 200)}. "
        + $"{Remedy(connection.WebhookUrl!)}");

    /// <summary>For an App whose own webhook is not ours.</summary>
    public static string Remedy(Uri address) =>
        $"On the App's page under General, Webhook, make it active and set the URL {address.OriginalString}; or say "
        + "webhook.at: scopes, where Paddock's webhooks are those of organizations and repositories.";

    /// <summary>One that is silent would look like a day without jobs.</summary>
    public static Fault? Of(GitHubConnection connection, AppHook hook) => ByHand(hook).Find(flaw => flaw.IsGrave)
        is { } flaw
            ? new Fault(FaultKind.InvalidSpec, $"the webhook of {NameOf(connection)} {flaw.Text}. {flaw.ByHand}")
            : null;

    /// <summary>What cannot be mended through the API.</summary>
    public static List<HookFlaw> ByHand(AppHook hook) =>
    [
        .. HookWish.EventFlaws(hook.ToPayload()).Select(flaw => flaw with { ByHand = Subscribe }),
        .. hook.MaySeeJobs
            ? (HookFlaw[])[]
            : [new HookFlaw("may not see Actions, so it is told of no job", IsGrave: true, Grant)],
    ];

    public static Fault CannotBeRemoved(GitHubConnection connection) => new(
        FaultKind.InvalidSpec,
        $"GitHub lets nobody remove the webhook of {NameOf(connection)} but by hand: on the App's page under General, "
        + "switch Active off.");

    /// <summary>Two webhooks that tell the same would cost twice and bring nothing.</summary>
    public static Fault TellsAlready(GitHubConnection connection) => new(
        FaultKind.InvalidSpec,
        $"none is made: the App's own webhook sends to {connection.WebhookUrl!.OriginalString} already. "
        + "Leave out webhook.at: scopes.");

    private static string ClientIdOf(GitHubConnection connection) => connection.Credential switch
    {
        GitHubCredential.App app => app.ClientId,
        GitHubCredential.AppKeyFile app => app.ClientId,
        _ => "",
    };
}
