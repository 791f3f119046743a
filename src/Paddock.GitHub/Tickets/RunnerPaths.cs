using Paddock.Core.Model;
using Paddock.GitHub.Http;

namespace Paddock.GitHub.Tickets;

/// <summary>The runner operations' paths; the same below a repository, an organization and an enterprise.</summary>
internal static class RunnerPaths
{
    public static string Jit(Scope scope) => $"{ApiPath.Of(scope)}/actions/runners/generate-jitconfig";

    public static string RegistrationToken(Scope scope) =>
        $"{ApiPath.Of(scope)}/actions/runners/registration-token";

    public static string One(Scope scope, long runner) => $"{ApiPath.Of(scope)}/actions/runners/{runner}";

    public static string All(Scope scope) => $"{ApiPath.Of(scope)}/actions/runners?per_page=100";

    /// <summary>To see whether they may be listed.</summary>
    public static string Few(Scope scope) => $"{ApiPath.Of(scope)}/actions/runners?per_page=1";

    /// <summary>
    /// GitHub filters by the exact name; an old Enterprise Server does not know the filter and lists all.
    /// </summary>
    public static string Named(Scope scope, RunnerName name) =>
        $"{ApiPath.Of(scope)}/actions/runners?name={Uri.EscapeDataString(name.Value)}&per_page=100";

    public static string Groups(Scope scope) => $"{ApiPath.Of(scope)}/actions/runner-groups?per_page=100";

    public static string Downloads(Scope scope) => $"{ApiPath.Of(scope)}/actions/runners/downloads";
}
