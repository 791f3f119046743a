using Paddock.GitHub.Hooks;

namespace Paddock.GitHub.Webhooks;

/// <summary>What a new hook most often has wrong: GitHub's own defaults are <c>push</c> and a form body.</summary>
internal static class PingChecks
{
    public static IReadOnlyList<string> Of(HookPayload? hook)
    {
        var findings = new List<string>(2);
        if (hook is { Events: not null } && !OwnHook.SendsJobs(hook))
        {
            findings.Add("the hook does not send workflow_job events: choose them in its settings");
        }
        if (hook?.Config?.ContentType is { } type && type is not ("json" or "form"))
        {
            findings.Add("the hook's content type is unknown here: choose application/json");
        }
        return findings;
    }
}
