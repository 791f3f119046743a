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

    public static string Log(Scope scope, long hook) => $"{One(scope, hook)}/deliveries";

    public static string Deliveries(string log) => $"{log}?per_page=100";

    /// <summary>Enough to find one that was sent a moment ago.</summary>
    public static string LatestDeliveries(string log) => $"{log}?per_page=20";

    public static string Delivery(string log, long delivery) => $"{log}/{delivery}";

    /// <summary>To have it sent once more.</summary>
    public static string Attempts(string log, long delivery) => $"{log}/{delivery}/attempts";
}
