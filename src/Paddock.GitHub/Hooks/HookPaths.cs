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

    public static string Make(Scope scope) => $"{ApiPath.Of(scope)}/hooks";

    public static string One(Scope scope, long hook) => $"{ApiPath.Of(scope)}/hooks/{hook}";

    public static string Config(Scope scope, long hook) => $"{One(scope, hook)}/config";

    public static string Pings(Scope scope, long hook) => $"{One(scope, hook)}/pings";

    public static string Deliveries(Scope scope, long hook) =>
        $"{One(scope, hook)}/deliveries?per_page=100";

    /// <summary>Enough to find a ping that was sent a moment ago.</summary>
    public static string LatestDeliveries(Scope scope, long hook) =>
        $"{One(scope, hook)}/deliveries?per_page=20";

    public static string Delivery(Scope scope, long hook, long delivery) =>
        $"{One(scope, hook)}/deliveries/{delivery}";
}
