using System.Text.Json.Nodes;
using Paddock.GitHubModel;
using Paddock.GitHubStandIn.World;

namespace Paddock.GitHubStandIn.Payloads;

/// <summary>Hooks and their deliveries.</summary>
internal static class HookJson
{
    public static JsonObject Of(ModelHook hook, Site site)
    {
        var url = UrlOf(hook, site);
        var shape = new JsonObject
        {
            ["type"] = TypeOf(hook),
            ["id"] = hook.Id,
            ["name"] = "web",
            ["active"] = hook.Settings.IsActive,
            ["events"] = new JsonArray([.. hook.Settings.Events.Select(name => (JsonNode)name)]),
            ["config"] = Config(hook),
            ["updated_at"] = Stamp.Of(hook.UpdatedAt),
            ["created_at"] = Stamp.Of(hook.CreatedAt),
            ["url"] = url,
            ["ping_url"] = $"{url}/pings",
            ["deliveries_url"] = $"{url}/deliveries",
        };
        if (hook.Scope.StartsWith("repos/", StringComparison.Ordinal))
        {
            shape["test_url"] = $"{url}/tests";
            shape["last_response"] = new JsonObject
            {
                ["code"] = hook.LastResult?.StatusCode,
                ["status"] = hook.LastResult is null
                    ? "unused"
                    : hook.LastResult.Status == "OK" ? "active" : "misconfigured",
                ["message"] = hook.LastResult?.Status,
            };
        }
        return shape;
    }

    /// <summary>The secret itself is never shown again.</summary>
    public static JsonObject Config(ModelHook hook)
    {
        var config = new JsonObject
        {
            ["url"] = hook.Settings.Url,
            ["content_type"] = hook.Settings.ContentType,
            ["insecure_ssl"] = hook.Settings.ChecksCertificates ? "0" : "1",
        };
        if (hook.Settings.Secret is not null)
        {
            config["secret"] = "********";
        }
        return config;
    }

    public static JsonObject Listed(ModelDelivery delivery) => new()
    {
        ["id"] = delivery.Id,
        ["guid"] = delivery.Guid.ToString(),
        ["delivered_at"] = Stamp.Of(delivery.At),
        ["redelivery"] = delivery.IsRedelivery,
        ["duration"] = Math.Round(delivery.Result!.Duration.TotalSeconds, 2),
        ["status"] = delivery.Result.Status,
        ["status_code"] = delivery.Result.StatusCode,
        ["event"] = delivery.Event,
        ["action"] = delivery.Action,
        ["installation_id"] = null,
        ["repository_id"] = delivery.RepositoryId,
        ["throttled_at"] = null,
    };

    public static JsonObject Full(ModelDelivery delivery, ModelHook hook)
    {
        var shape = Listed(delivery);
        shape["url"] = hook.Settings.Url;
        shape["request"] = new JsonObject
        {
            ["headers"] = Headers(delivery.RequestHeaders), ["payload"] = JsonNode.Parse(delivery.Payload),
        };
        shape["response"] = new JsonObject
        {
            ["headers"] = Headers(delivery.Result!.Headers), ["payload"] = delivery.Result.Body,
        };
        return shape;
    }

    private static JsonObject Headers(IReadOnlyDictionary<string, string> headers) =>
        new(headers.Select(header => KeyValuePair.Create(header.Key, (JsonNode?)header.Value)));

    private static string UrlOf(ModelHook hook, Site site) =>
        hook.Scope == ModelHook.AppScope ? $"{site.Api}/app/hook" : $"{site.Api}/{hook.Scope}/hooks/{hook.Id}";

    private static string TypeOf(ModelHook hook) => hook.Scope.Split('/')[0] switch
    {
        "repos" => "Repository",
        "orgs" => "Organization",
        _ => "App",
    };
}
