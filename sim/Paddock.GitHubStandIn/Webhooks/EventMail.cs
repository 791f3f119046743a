using System.Text.Json.Nodes;
using Paddock.GitHubModel;
using Paddock.GitHubStandIn.Faults;
using Paddock.GitHubStandIn.Payloads;
using Paddock.GitHubStandIn.World;

namespace Paddock.GitHubStandIn.Webhooks;

/// <summary>
/// Turns what happened into letters for every hook that wants to know, and lets faults have their way.
/// </summary>
internal static class EventMail
{
    public static void Post(GitHubWorld world, ModelEvent news, DateTimeOffset now)
    {
        var installation = world.Apps.Reaching(news.Repository);
        foreach (var hook in world.Hooks.Wanting(news.Name, news.Repository).ToList())
        {
            if (hook.Scope == ModelHook.AppScope && installation is null && !world.Apps.IsEmpty)
            {
                continue;
            }
            var payload = EventJson.Of(world.Model, news, world.Site);
            if (hook.Scope == ModelHook.AppScope)
            {
                payload["installation"] = EventJson.Installation(installation?.Id ?? 1);
            }
            Send(world, hook, news.Name, news.Action, payload, news.Repository, now);
        }
    }

    public static void Ping(GitHubWorld world, ModelHook hook, DateTimeOffset now)
    {
        var repository = hook.Scope.Split('/') is ["repos", var owner, var name]
            ? world.Model.Repository(owner, name)
            : null;
        Send(world, hook, "ping", null, EventJson.Ping(hook, repository, world.Site), repository, now);
    }

    /// <summary>
    /// Anything at all, to every hook that wants the event: noise, other events, payloads of other days.
    /// </summary>
    public static int PostRaw(GitHubWorld world, string name, JsonObject payload, DateTimeOffset now)
    {
        var hooks = world.Hooks.Hooks.Where(hook => hook.Wants(name)).ToList();
        foreach (var hook in hooks)
        {
            Send(world, hook, name, (string?)payload["action"], payload, repository: null, now);
        }
        return hooks.Count;
    }

    /// <summary>The same letter once more: same id, same content. No fault is drawn: somebody asked for it.</summary>
    public static void Redeliver(GitHubWorld world, ModelHook hook, ModelDelivery delivery, DateTimeOffset now) =>
        world.Outbox.Put(new Envelope(
            hook,
            delivery with { IsRedelivery = true, Result = null, At = now },
            TargetIdOf(hook, world),
            TimeSpan.Zero));

    private static void Send(
        GitHubWorld world, ModelHook hook, string name, string? action, JsonObject payload, ModelRepository? repository,
        DateTimeOffset now)
    {
        var fate = world.WebhookFaults.Draw(name, action, world.Dice);
        var sketch = new ModelDelivery(0, world.Dice.NextGuid(), hook.Id, name, action, payload.ToJsonString(), now)
        {
            RepositoryId = repository?.Id,
        };
        var envelope = new Envelope(hook, sketch, TargetIdOf(hook, world), fate.Delay);
        switch (fate.Kind)
        {
            case WebhookFaultKind.Lose:
                var lost = world.Hooks.Begin(sketch, now);
                world.Hooks.End(lost.Id, new DeliveryResult(0, "failed to connect to host", TimeSpan.Zero));
                break;
            case WebhookFaultKind.Vanish:
                break;
            case WebhookFaultKind.Hold:
                world.Outbox.Hold(envelope);
                break;
            case WebhookFaultKind.Duplicate:
                world.Outbox.Put(envelope);
                world.Outbox.Put(envelope);
                break;
            default:
                world.Outbox.Put(envelope);
                break;
        }
    }

    private static string TargetIdOf(ModelHook hook, GitHubWorld world) => hook.Scope.Split('/') switch
    {
        ["repos", var owner, var name] => world.Model.Repository(owner, name)?.Id.ToString() ?? "0",
        ["orgs", var org] => Stamp.NumberOf(org).ToString(),
        _ => "1",
    };
}
