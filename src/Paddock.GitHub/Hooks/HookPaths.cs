using Paddock.Core.Model;
using Paddock.GitHub.Http;

namespace Paddock.GitHub.Hooks;

/// <summary>
/// The webhook operations' paths; the same below a repository and an organization. An enterprise has none of them
/// (GitHub REST, "Webhooks").
/// </summary>
internal static class HookPaths
{
    public static string All(Scope scope) => $"{ApiPath.Of(scope)}/hooks?per_page=100";

    public static string Deliveries(Scope scope, long hook) =>
        $"{ApiPath.Of(scope)}/hooks/{hook}/deliveries?per_page=100";

    public static string Delivery(Scope scope, long hook, long delivery) =>
        $"{ApiPath.Of(scope)}/hooks/{hook}/deliveries/{delivery}";
}
