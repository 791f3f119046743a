using System.Net;
using Paddock.Core.Model;
using Paddock.GitHub.Http;
using Paddock.Ports;

namespace Paddock.GitHub.Hooks;

/// <summary>What is wrong with our hook, in words for who has to mend it.</summary>
internal static class HookFault
{
    /// <summary>
    /// A classic token without the scope, and an App without the permission, are told 404 instead of 403; so that
    /// answer gets the names of both (GitHub docs, "Permissions required for GitHub Apps").
    /// </summary>
    public static Answer<T>.Refused OfRefusal<T>(Answer<T>.Refused refused, Scope scope, string access = "read") =>
        refused.Status == HttpStatusCode.NotFound
            ? refused with { Fault = Telling(refused.Fault, Needs(scope, access)) }
            : refused;

    public static Fault Missing(Scope scope, Uri address) => new(
        FaultKind.InvalidSpec,
        $"no webhook sends to {address}. paddock webhook setup --scope {scope} makes it; "
        + "webhook.deliveries: off does without its log.");

    public static Fault NoAddress(string connection) => new(
        FaultKind.InvalidSpec,
        $"connection {connection} does not say where GitHub reaches Paddock: set webhook.url to the payload URL.");

    public static Fault Enterprise(Uri? address) => new(
        FaultKind.InvalidSpec,
        "GitHub has no API for the webhooks of an enterprise: in its settings make one for workflow_job events, as "
        + $"JSON, that sends to {address?.OriginalString ?? "Paddock"}.");

    /// <summary>A hook that is there and silent would look like a day without jobs.</summary>
    public static Fault? Of(HookPayload hook, Scope scope)
    {
        var finding = hook.Active == false ? "is switched off"
            : !OwnHook.SendsJobs(hook) ? "does not send workflow_job events"
            : null;
        return finding is null ? null : new Fault(
            FaultKind.InvalidSpec,
            $"webhook {hook.Id} {finding}. paddock webhook setup --scope {scope} mends it.");
    }

    private static Fault Telling(Fault fault, string more) => fault with { Message = $"{fault.Message} {more}" };

    private static string Needs(Scope scope, string access)
    {
        var (owner, permission, classic) = scope.Kind == ScopeKind.Organization
            ? ("an organization", "organization_hooks", "admin:org_hook")
            : ("a repository", "repository_hooks", access == "read" ? "read:repo_hook" : "admin:repo_hook");
        return $"Webhooks of {owner} need {permission}={access}, or the scope {classic} of a classic token.";
    }
}
