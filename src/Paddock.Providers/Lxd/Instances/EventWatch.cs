using System.Buffers;
using System.Collections.Concurrent;
using System.Net.WebSockets;
using System.Text.Json;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using Paddock.Core.Model;
using Paddock.Ports.Providers;
using Paddock.Providers.Calls;
using Paddock.Providers.Lxd.Api;
using Paddock.Providers.Making;

namespace Paddock.Providers.Lxd.Instances;

/// <summary>
/// The server's lifecycle events about our instances. Nothing of what was missed is replayed, so after every connect,
/// the first included, a gap is told.
/// </summary>
internal sealed partial class EventWatch(
    LxdClient server, InstanceCalls instances, Ownership ownership, (Postmortem Postmortem, Departures Departures) ends,
    ILogger logger)
{
    /// <summary>An event is a few hundred bytes.</summary>
    private const int EventBytesMax = 256 * 1024;

    private const int BufferBytes = 8 * 1024;
    private const int NamesMax = 20_000;
    private const string InstancePath = "/1.0/instances/";

    /// <summary>It has powered off by itself; who pulls the plug is told of with another word.</summary>
    private const string Shutdown = "instance-shutdown";

    /// <summary>
    /// Names we have seen as ours: of what is gone nobody can ask any more whose it was. What is not in here was never
    /// listed or made by us, so nobody waits to hear of it.
    /// </summary>
    private readonly ConcurrentDictionary<string, bool> _ours = new(StringComparer.Ordinal);

    public IAsyncEnumerable<MachineEvent> WatchAsync(CancellationToken cancellationToken) =>
        new EventFeed(FollowOnceAsync, server.Time).WatchAsync(cancellationToken);

    /// <summary>What was made or listed is ours.</summary>
    public void Know(string name)
    {
        // Names of what was refused are in here, too, and nobody tells that they are of no use any more.
        if (_ours.Count >= NamesMax)
        {
            _ours.Clear();
        }
        _ours[name] = true;
    }

    /// <summary>Until the stream breaks. Did it come about at all?</summary>
    private async Task<bool> FollowOnceAsync(ChannelWriter<MachineEvent> news, CancellationToken cancellationToken)
    {
        var answer = await server.ListenAsync(server.PathOf("events", "type=lifecycle"), cancellationToken);
        if (!answer.Has(out var socket, out var refused))
        {
            LogBroken(refused.Fault.Message);
            return false;
        }
        using (socket)
        {
            await news.WriteAsync(new MachineEvent.Gap(), cancellationToken);
            try
            {
                await ReadAsync(socket, news, cancellationToken);
                LogBroken("the server ended it");
            }
            catch (Exception failure) when (!cancellationToken.IsCancellationRequested
                && failure is WebSocketException or IOException or JsonException or OperationCanceledException)
            {
                LogBroken(failure.Message);
            }
        }
        return true;
    }

    private async Task ReadAsync(
        WebSocket socket, ChannelWriter<MachineEvent> news, CancellationToken cancellationToken)
    {
        var text = new ArrayBufferWriter<byte>(BufferBytes);
        while (true)
        {
            var received = await socket.ReceiveAsync(text.GetMemory(BufferBytes), cancellationToken);
            if (received.MessageType == WebSocketMessageType.Close)
            {
                return;
            }
            text.Advance(received.Count);
            if (text.WrittenCount > EventBytesMax)
            {
                throw new IOException("an event is too long to be one");
            }
            if (received.EndOfMessage)
            {
                await TellAsync(text.WrittenMemory, news, cancellationToken);
                text.Clear();
            }
        }
    }

    private async Task TellAsync(
        ReadOnlyMemory<byte> text, ChannelWriter<MachineEvent> news, CancellationToken cancellationToken)
    {
        var happened = JsonSerializer.Deserialize(text.Span, LxdJson.Default.EventPayload);
        if (happened?.Metadata is { Action: { } action, Source: { } source } && NameIn(source) is { } name
            && await NewsOfAsync(action, name, cancellationToken) is { } machine)
        {
            await news.WriteAsync(machine, cancellationToken);
        }
    }

    /// <summary>
    /// An event says that something happened; how things stand is asked, so that no order of events matters. The end of
    /// an ephemeral instance is the only moment in which its console can be read.
    /// </summary>
    private async Task<MachineEvent?> NewsOfAsync(string action, string name, CancellationToken cancellationToken)
    {
        switch (action)
        {
            case "instance-deleted":
                return _ours.TryRemove(name, out _) ? new MachineEvent.Gone(MachineName.Of(name)) : null;
            case "instance-created" or "instance-started" or Shutdown or "instance-stopped":
                break;
            default:
                return null;
        }
        var there = await instances.FindAsync(name, cancellationToken);
        if (!there.Has(out var instance, out var unseen))
        {
            return unseen.IsAbsent ? Missed(action, name) : new MachineEvent.Gap();
        }
        if (!ownership.IsOurs(instance.Config))
        {
            return null;
        }
        Know(name);
        if (!InstanceReading.HasEnded(instance))
        {
            return new MachineEvent.Seen(InstanceReading.Read(instance));
        }
        var diagnosis = await ends.Postmortem.LookAsync(instance, cancellationToken);

        // A virtual machine that was stopped before it was served has not ended: it was given up, and may be made anew.
        if (action == Shutdown || InstanceReading.WasServed(instance))
        {
            ends.Departures.Keep(MachineName.Of(name), diagnosis);
        }
        return new MachineEvent.Seen(InstanceReading.Read(instance, diagnosis.ExitCode));
    }

    /// <summary>
    /// Of what is not there any more its own event follows. It ended before anybody could look, and that it did is all
    /// that is known.
    /// </summary>
    private MachineEvent? Missed(string action, string name)
    {
        var machine = MachineName.Of(name);
        if (action == Shutdown && _ours.ContainsKey(name) && ends.Departures.Find(machine) is null)
        {
            ends.Departures.Keep(machine, new Diagnosis(null, ""));
        }
        return null;
    }

    /// <summary><c>/1.0/instances/rn-1?project=ci</c>; null for what is about something else.</summary>
    private static string? NameIn(string source)
    {
        if (!source.StartsWith(InstancePath, StringComparison.Ordinal))
        {
            return null;
        }
        var name = source[InstancePath.Length..].Split('?')[0];
        return InstanceNames.IsPossible(name) ? name : null;
    }

    [LoggerMessage(EventId = 4301, EventName = "lxd-events-broken", Level = LogLevel.Debug,
        Message = "The stream of the server's events ended: {Why}")]
    private partial void LogBroken(string why);
}
