using Paddock.Ports;

namespace Paddock.GitHub.Hooks;

/// <summary>How our hook should be, and in what one differs from it.</summary>
/// <param name="Secret">Null for a hook that nobody receives from, or that is taken unsigned.</param>
internal sealed record HookWish(Uri Url, Secret? Secret)
{
    public static readonly string[] Events = [Jobs.JobEvent.Name];

    private const string Json = "json";
    private const string ChecksCertificates = "0";

    /// <summary>Of two secrets the first is the new one.</summary>
    public static HookWish Of(GitHubConnection connection) => new(
        connection.WebhookUrl!, connection.WebhookSecrets.FirstOrDefault(secret => !secret.IsEmpty));

    public NewHookBody ToNew() => new(new HookConfigBody
    {
        Url = Url.OriginalString,
        ContentType = Json,
        InsecureSsl = ChecksCertificates,
        Secret = Secret?.Reveal(),
    });

    /// <summary>Only what differs, so that nothing else can be lost by it; null when nothing does.</summary>
    public HookConfigBody? ToChange(HookPayload hook)
    {
        var (isForm, isTrusting, isOpen) = (IsForm(hook), IsTrusting(hook), LacksSecret(hook));
        return isForm || isTrusting || isOpen
            ? new HookConfigBody
            {
                ContentType = isForm ? Json : null,
                InsecureSsl = isTrusting ? ChecksCertificates : null,
                Secret = isOpen ? Secret!.Reveal() : null,
            }
            : null;
    }

    public static bool HasOtherEvents(HookPayload hook) =>
        hook.Active == false || hook.Events is not { Count: 1 } events || events[0] != Events[0];

    /// <summary>In what the hook differs, each as the end of a sentence that begins with the hook.</summary>
    public IReadOnlyList<HookFlaw> Flaws(HookPayload hook) => [.. EventFlaws(hook), .. ConfigFlaws(hook)];

    public static IReadOnlyList<HookFlaw> EventFlaws(HookPayload hook)
    {
        var flaws = new List<HookFlaw>();
        if (hook.Active == false)
        {
            flaws.Add(new HookFlaw("is switched off", IsGrave: true));
        }
        if (!OwnHook.SendsJobs(hook))
        {
            flaws.Add(new HookFlaw("does not send workflow_job events", IsGrave: true));
        }
        else if (hook.Events!.Count > 1 || hook.Events[0] == "*")
        {
            flaws.Add(new HookFlaw($"also sends events that nobody reads ({Told(hook.Events)})", IsGrave: false));
        }
        return flaws;
    }

    public IReadOnlyList<HookFlaw> ConfigFlaws(HookPayload hook)
    {
        var flaws = new List<HookFlaw>();
        if (LacksSecret(hook))
        {
            flaws.Add(new HookFlaw("has no secret, so what it sends is refused", IsGrave: true));
        }
        if (IsTrusting(hook))
        {
            flaws.Add(new HookFlaw("does not check our certificate", IsGrave: true));
        }
        if (IsForm(hook))
        {
            flaws.Add(new HookFlaw("sends forms, not JSON", IsGrave: false));
        }
        return flaws;
    }

    private static string Told(IReadOnlyList<string?> events) => Plain.Line(string.Join(", ", events), 100);

    private static bool IsForm(HookPayload hook) => hook.Config?.ContentType != Json;

    private static bool IsTrusting(HookPayload hook) =>
        hook.Config?.InsecureSsl is { } word && word != ChecksCertificates;

    private bool LacksSecret(HookPayload hook) => Secret is not null && string.IsNullOrEmpty(hook.Config?.Secret);
}
