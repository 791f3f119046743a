using Paddock.GitHubModel;
using Paddock.GitHubStandIn.Http;
using Paddock.GitHubStandIn.Payloads;
using Paddock.GitHubStandIn.Webhooks;

namespace Paddock.GitHubStandIn.Rest;

/// <summary>Webhooks of a repository or an organization.</summary>
internal static class Hooks
{
    public static void Map(RestMap rest)
    {
        foreach (var owner in (string[])["repos", "orgs"])
        {
            var suffix = owner == "repos" ? "repo" : "org";
            rest.Add($"{owner}/list-webhooks", call =>
                Paging.Bare(call, [.. call.World.Hooks.Of(call.Scope)], hook => HookJson.Of(hook, call.Site)));
            rest.Add($"{owner}/create-webhook", Create);
            rest.Add($"{owner}/get-webhook", call => With(call, hook => Reply.Ok(HookJson.Of(hook, call.Site))));
            rest.Add($"{owner}/update-webhook", call => With(call, hook => Update(call, hook)));
            rest.Add($"{owner}/delete-webhook", call => With(call, hook => Delete(call, hook)));
            rest.Add($"{owner}/get-webhook-config-for-{suffix}", call => With(
                call, hook => Reply.Ok(HookJson.Config(hook))));
            rest.Add(
                $"{owner}/update-webhook-config-for-{suffix}", call => With(call, hook => UpdateConfig(call, hook)));
            rest.Add($"{owner}/ping-webhook", call => With(call, hook => Ping(call, hook)));
        }
    }

    public static Reply With(RestCall call, Func<ModelHook, Reply> work) =>
        call.World.Hooks.Hook(call.RouteNumber("hook_id")) is { } hook
        && string.Equals(hook.Scope, call.Scope, StringComparison.OrdinalIgnoreCase)
            ? work(hook)
            : Reply.NotFound();

    private static Reply Create(RestCall call)
    {
        var body = call.Read(RestJson.Default.HookBody);
        var settings = Settings(new HookSettings(body.Config?.Url ?? ""), body, body.Config);
        var reply = Saved(call, call.World.Hooks.Create(call.Scope, settings, call.Now), status: 201);
        if (reply.Status == 201)
        {
            EventMail.Ping(call.World, call.World.Hooks.Of(call.Scope).Last(), call.Now);
        }
        return reply;
    }

    /// <summary>
    /// A given configuration replaces the old one whole: without a secret in it the hook has none any more.
    /// </summary>
    private static Reply Update(RestCall call, ModelHook hook)
    {
        var body = call.Read(RestJson.Default.HookBody);
        var before = body.Config is null ? hook.Settings : new HookSettings(hook.Settings.Url)
        {
            Events = hook.Settings.Events, IsActive = hook.Settings.IsActive,
        };
        return Saved(
            call, call.World.Hooks.Update(hook.Id, Settings(before, body, body.Config), call.Now), status: 200);
    }

    public static Reply UpdateConfig(RestCall call, ModelHook hook)
    {
        var settings = Settings(
            hook.Settings, new HookBody(null, null, null, null), call.Read(RestJson.Default.HookConfigBody));
        var reply = call.World.Hooks.Update(hook.Id, settings, call.Now);
        return reply is HookReply.Saved saved ? Reply.Ok(HookJson.Config(saved.Hook)) : Saved(call, reply, status: 200);
    }

    private static Reply Delete(RestCall call, ModelHook hook)
    {
        call.World.Hooks.Delete(hook.Id);
        return Reply.NoContent;
    }

    private static Reply Ping(RestCall call, ModelHook hook)
    {
        EventMail.Ping(call.World, hook, call.Now);
        return Reply.NoContent;
    }

    private static HookSettings Settings(HookSettings before, HookBody body, HookConfigBody? config) => before with
    {
        Url = config?.Url ?? before.Url,
        ContentType = config?.ContentType ?? before.ContentType,
        Secret = config?.Secret ?? before.Secret,
        ChecksCertificates = config?.InsecureSsl is { } insecure
            ? insecure.ToString() == "0"
            : before.ChecksCertificates,
        Events = body.Events ?? before.Events,
        IsActive = body.Active ?? before.IsActive,
    };

    private static Reply Saved(RestCall call, HookReply reply, int status) => reply switch
    {
        HookReply.Saved saved => new Reply(status, HookJson.Of(saved.Hook, call.Site)),
        HookReply.Invalid invalid => Reply.Invalid("Hook", invalid.Message),
        _ => throw new InvalidOperationException($"A hook's reply is {reply}."),
    };
}
