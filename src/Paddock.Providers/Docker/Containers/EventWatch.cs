using System.Text.Json;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using Paddock.Core.Model;
using Paddock.Ports.Providers;
using Paddock.Providers.Calls;
using Paddock.Providers.Docker.Api;
using Paddock.Providers.Making;

namespace Paddock.Providers.Docker.Containers;

/// <summary>
/// The engine's events about our containers. It promises to replay only a few of what was missed, so after every
/// connect, the first included, a gap is told instead.
/// </summary>
internal sealed partial class EventWatch(
    EngineClient engine, ContainerCalls containers, Ownership ownership, ILogger logger)
{
    /// <summary>Podman's words beside Docker's.</summary>
    private static readonly string[] Actions = ["start", "die", "died", "destroy", "remove"];

    public IAsyncEnumerable<MachineEvent> WatchAsync(CancellationToken cancellationToken) =>
        new EventFeed(FollowOnceAsync, engine.Time).WatchAsync(cancellationToken);

    /// <summary>Until the stream breaks. Did it come about at all?</summary>
    private async Task<bool> FollowOnceAsync(ChannelWriter<MachineEvent> news, CancellationToken cancellationToken)
    {
        var hasConnected = false;
        var filters = ContainerCalls.Filters(
            ("type", ["container"]), ("label", [ownership.FleetFilter, ownership.InstallFilter]), ("event", Actions));
        var call = ServerCall.Get($"/events?filters={filters}") with { Limit = Timeout.InfiniteTimeSpan };
        var answer = await engine.AskAsync(call, async (response, token) =>
        {
            hasConnected = true;
            await news.WriteAsync(new MachineEvent.Gap(), token);
            await ReadAsync(response, news, token);
            return (Answer<Nothing>)new Answer<Nothing>.Ok(default);
        }, cancellationToken);
        var why = answer is Answer<Nothing>.Refused refused ? refused.Fault.Message : "the engine ended it";
        LogBroken(why);
        return hasConnected;
    }

    private async Task ReadAsync(
        HttpResponseMessage response, ChannelWriter<MachineEvent> news, CancellationToken cancellationToken)
    {
        await using var body = await response.Content.ReadAsStreamAsync(cancellationToken);
        var events = JsonSerializer.DeserializeAsyncEnumerable(
            body, EngineJson.Default.EventPayload, topLevelValues: true, cancellationToken);
        await foreach (var happened in events)
        {
            if (happened?.Actor is { Attributes: { } attributes } actor
                && attributes.GetValueOrDefault("name") is { } name
                && await NewsOfAsync(happened.Action, actor.Id, MachineName.Of(name), cancellationToken) is { } machine)
            {
                await news.WriteAsync(machine, cancellationToken);
            }
        }
    }

    /// <summary>
    /// An event says that something happened; how things stand is asked, so that no order of events matters.
    /// </summary>
    private async Task<MachineEvent?> NewsOfAsync(
        string? action, string? id, MachineName name, CancellationToken cancellationToken)
    {
        if (action is "destroy" or "remove" || id is null)
        {
            return new MachineEvent.Gone(name);
        }
        return await containers.InspectAsync(id, cancellationToken) switch
        {
            Answer<ContainerPayload>.Ok { Value: var container } when ownership.IsOurs(container.Config.Labels) =>
                new MachineEvent.Seen(ContainerReading.Read(container)),

            // Its own event follows.
            Answer<ContainerPayload>.Refused { IsAbsent: true } or Answer<ContainerPayload>.Ok => null,
            _ => new MachineEvent.Gap(),
        };
    }

    [LoggerMessage(EventId = 4103, EventName = "events-broken", Level = LogLevel.Debug,
        Message = "The stream of Docker's events ended: {Why}")]
    private partial void LogBroken(string why);
}
