using System.Text.Json.Nodes;
using System.Threading.Channels;

namespace Paddock.Tests.Providers.Lxd.Standing;

/// <summary>A frame that waits to be sent; without text it is a ping.</summary>
internal sealed record EventFrame(string? Text);

/// <summary>Somebody who listens.</summary>
/// <param name="Project">Null: to all of them.</param>
internal sealed record Subscription(IReadOnlyList<string> Types, string? Project)
{
    public Channel<EventFrame> Frames { get; } = Channel.CreateUnbounded<EventFrame>();
}

/// <summary>Tells what happens to whoever listens at that moment, and never again.</summary>
internal sealed class Events(Agenda agenda, Dialect dialect)
{
    private readonly List<Subscription> _listeners = [];
    private readonly List<string> _told = [];

    public IReadOnlyList<string> Told => _told;

    public int Count => _listeners.Count;

    public Reply Listen(Asked asked)
    {
        var types = asked.Query.GetValueOrDefault("type")?.Split(',') ?? ["lifecycle", "operation", "logging"];
        if (!asked.IsOfAllProjects && !asked.Caller.MaySee(asked.Project))
        {
            return Reply.NotAuthorized;
        }
        var listener = new Subscription(types, asked.IsOfAllProjects ? null : asked.Project);
        _listeners.Add(listener);
        return new Reply.Stream(listener);
    }

    public void Forget(Subscription listener)
    {
        _listeners.Remove(listener);
        listener.Frames.Writer.TryComplete();
    }

    public void DropAll()
    {
        foreach (var listener in _listeners.ToList())
        {
            Forget(listener);
        }
    }

    public void Tell(string type, string project, JsonObject metadata)
    {
        var told = new JsonObject
        {
            ["type"] = type, ["timestamp"] = agenda.Now.ToString("O"), ["metadata"] = metadata,
            ["location"] = "none", ["project"] = project,
        }.ToJsonString();
        _told.Add(told);
        foreach (var listener in _listeners.Where(one => one.Types.Contains(type)))
        {
            if (listener.Project is null || listener.Project == project)
            {
                listener.Frames.Writer.TryWrite(new EventFrame(told));
            }
        }
    }

    public void Say(string frame)
    {
        foreach (var listener in _listeners)
        {
            listener.Frames.Writer.TryWrite(new EventFrame(frame));
        }
    }

    /// <summary>What happened to an instance. Its keys are not told, only its name.</summary>
    public void Tell(string action, Instance instance, JsonObject? context = null)
    {
        var metadata = new JsonObject
        {
            ["action"] = action, ["source"] = instance.Url, ["context"] = context,
            ["requestor"] = action is "instance-created" or "instance-deleted" or "instance-exec" ? null : Root(),
        };
        if (dialect.EventsName)
        {
            (metadata["name"], metadata["project"]) = (instance.Name, instance.Project);
        }
        Tell("lifecycle", instance.Project, metadata);
    }

    private static JsonObject Root() =>
        new() { ["username"] = "root", ["protocol"] = "unix", ["address"] = "@" };
}
