namespace Paddock.GitHub.Hooks;

/// <summary>
/// Which hook is ours: the one that sends to us. Its place in the list says nothing, and its number is not ours to
/// keep, since people make hooks anew.
/// </summary>
internal static class OwnHook
{
    /// <summary>
    /// The one that sends jobs first: GitHub lets hooks share an address while their events differ.
    /// </summary>
    public static IReadOnlyList<HookPayload> All(IEnumerable<HookPayload> hooks, Uri address) =>
        [.. hooks.Where(hook => SendsTo(hook.Config?.Url, address)).OrderByDescending(SendsJobs)];

    public static bool SendsJobs(HookPayload hook) =>
        hook.Events is { } events && (events.Contains("workflow_job") || events.Contains("*"));

    public static bool SendsTo(string? told, Uri address) =>
        Uri.TryCreate(told, UriKind.Absolute, out var url) && url == address;
}
