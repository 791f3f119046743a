using System.Text.Json.Nodes;
using Paddock.GitHubModel;
using Paddock.GitHubStandIn.Http;
using Paddock.GitHubStandIn.Payloads;

namespace Paddock.GitHubStandIn.Rest;

/// <summary>
/// The one webhook of an App, as the App itself sees it: its configuration and its log. There is no way to make it, to
/// ping it or to choose its events here; that is done on the App's page.
/// </summary>
internal static class AppHooks
{
    public static void Map(RestMap rest)
    {
        rest.Add("apps/get-webhook-config-for-app", call =>
            Reply.Ok(Of(call) is { } hook ? HookJson.Config(hook) : Unset()));
        rest.Add("apps/update-webhook-config-for-app", call => With(call, Hooks.UpdateConfig));
        rest.Add("apps/list-webhook-deliveries", call =>
            Of(call) is { } hook ? HookDeliveries.List(call, hook) : Reply.Ok(new JsonArray()));
        rest.Add("apps/get-webhook-delivery", call => With(call, HookDeliveries.Show));
        rest.Add("apps/redeliver-webhook-delivery", call => With(call, HookDeliveries.Redeliver));
    }

    private static Reply With(RestCall call, Func<RestCall, ModelHook, Reply> work) =>
        Of(call) is { } hook ? work(call, hook) : Reply.NotFound();

    private static ModelHook? Of(RestCall call) => call.World.Hooks.Of(ModelHook.AppScope).FirstOrDefault();

    private static JsonObject Unset() => new() { ["content_type"] = "form", ["insecure_ssl"] = "0" };
}
