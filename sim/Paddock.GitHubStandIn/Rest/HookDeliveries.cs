using Paddock.GitHubModel;
using Paddock.GitHubStandIn.Http;
using Paddock.GitHubStandIn.Payloads;
using Paddock.GitHubStandIn.Webhooks;

namespace Paddock.GitHubStandIn.Rest;

/// <summary>The delivery log of a hook: list by cursor, look into one, send again.</summary>
internal static class HookDeliveries
{
    public static void Map(RestMap rest)
    {
        foreach (var owner in (string[])["repos", "orgs"])
        {
            rest.Add($"{owner}/list-webhook-deliveries", call => Hooks.With(call, hook => List(call, hook)));
            rest.Add($"{owner}/get-webhook-delivery", call => Hooks.With(call, hook => Show(call, hook)));
            rest.Add($"{owner}/redeliver-webhook-delivery", call => Hooks.With(call, hook => Redeliver(call, hook)));
        }
    }

    /// <summary>The cursor is opaque to callers; here it is the last number on the page before.</summary>
    public static Reply List(RestCall call, ModelHook hook)
    {
        var perPage = Paging.PerPage(call);
        var below = long.MaxValue;
        if (call.Query("cursor") is { } cursor && !TryReadCursor(cursor, out below))
        {
            return Reply.Error(400, "The cursor is not valid.");
        }
        var found = call.World.Hooks.DeliveriesOf(hook.Id)
            .Where(delivery => delivery.Result is not null && delivery.Id < below
                && IsWanted(delivery, call.Query("status")))
            .Take(perPage + 1)
            .ToList();
        var page = found.Take(perPage).ToList();
        var reply = Reply.Ok(new System.Text.Json.Nodes.JsonArray([.. page.Select(HookJson.Listed)]));
        return found.Count <= perPage
            ? reply
            : Paging.WithLink(reply, Paging.LinkTo(call, "cursor", $"v1_{page[^1].Id}", "next"));
    }

    public static Reply Show(RestCall call, ModelHook hook) =>
        Find(call, hook) is { } delivery ? Reply.Ok(HookJson.Full(delivery, hook)) : Reply.NotFound();

    private static bool TryReadCursor(string cursor, out long below)
    {
        below = 0;
        return cursor.StartsWith("v1_", StringComparison.Ordinal) && long.TryParse(cursor[3..], out below);
    }

    /// <summary>Only codes 400 to 599 count as a failure here: what had no answer at all is in neither list.</summary>
    private static bool IsWanted(ModelDelivery delivery, string? status) => status switch
    {
        "success" => delivery.Result!.StatusCode is >= 200 and < 400,
        "failure" => delivery.Result!.StatusCode is >= 400 and < 600,
        _ => true,
    };

    public static Reply Redeliver(RestCall call, ModelHook hook)
    {
        if (Find(call, hook) is not { } delivery)
        {
            return Reply.NotFound();
        }
        EventMail.Redeliver(call.World, hook, delivery, call.Now);
        return Reply.Empty(202);
    }

    private static ModelDelivery? Find(RestCall call, ModelHook hook) =>
        call.World.Hooks.Delivery(call.RouteNumber("delivery_id")) is { Result: not null } delivery
        && delivery.HookId == hook.Id
            ? delivery
            : null;
}
