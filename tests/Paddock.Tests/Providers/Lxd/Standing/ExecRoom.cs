using System.Text;
using System.Text.Json.Nodes;

namespace Paddock.Tests.Providers.Lxd.Standing;

/// <summary>A command as it reaches the guest.</summary>
internal sealed record ExecCall(
    string Instance, IReadOnlyList<string> Command, IReadOnlyDictionary<string, string> Environment);

internal sealed record ExecReply(int Return, string Output = "", string Error = "")
{
    /// <summary>There is no such program, which alone makes the operation a failure.</summary>
    public static ExecReply NotFound { get; } = new(127);
}

/// <summary>Commands with recorded output, and the logs they leave. Commands over websockets are not served.</summary>
internal sealed class ExecRoom(Ground ground, FileRoom files)
{
    private int _count;

    /// <summary>What the guest does with a command; by default it succeeds and says nothing.</summary>
    public Func<ExecCall, ExecReply> Executes { get; set; } = _ => new ExecReply(0);

    public Reply Execute(Asked asked, Instance instance)
    {
        if (instance.Power is not Power.Running)
        {
            return new Reply.Refused(400, "Instance is not running");
        }
        if (files.Unreachable(instance) is { } unreachable)
        {
            return unreachable;
        }
        if (asked.Flag("wait-for-websocket"))
        {
            return new Reply.Refused(501, "Only commands with recorded output are served here");
        }
        var command = asked.Texts("command") ?? [];
        // Everybody who listens reads the whole command: no place for a secret.
        ground.Events.Tell("instance-exec", instance, new JsonObject { ["command"] = Json.Of(command) });
        return ground.Operations.Run(
            "Executing command", instance.Project, Instances.ResourcesOf(instance), TimeSpan.Zero, () =>
            {
                var reply = Executes(new ExecCall(instance.Name, command, Json.Texts(asked.Json!["environment"])));
                var failure = ReferenceEquals(reply, ExecReply.NotFound) ? "Command not found" : null;
                return new Outcome(failure, Record(instance, reply, asked.Flag("record-output")));
            });
    }

    public Reply Logs(Asked asked, Instance instance, string[] rest)
    {
        var path = string.Join('/', rest);
        var isKnown = instance.Logs.TryGetValue(path, out var text);
        return asked.Method switch
        {
            "GET" when rest is ["logs"] =>
                new Reply.Sync(Json.Of(instance.Logs.Keys.Select(key => UrlOf(instance, key)))),
            "GET" when isKnown => Text(text!),
            "DELETE" when instance.Logs.Remove(path) => Reply.Done,
            _ => new Reply.Refused(404, "Not Found"),
        };
    }

    public static Reply Console(Asked asked, Instance instance)
    {
        if (asked.Method == "DELETE")
        {
            instance.Console = "";
            return Reply.Done;
        }
        return instance.Boots > 0
            ? Text(instance.Console)
            : new Reply.Refused(500, $"open logs/{instance.Name}/console.log: no such file or directory");
    }

    private JsonObject Record(Instance instance, ExecReply reply, bool isRecorded)
    {
        var outputs = new JsonObject();
        foreach (var (stream, name, text) in new[] { ("1", "stdout", reply.Output), ("2", "stderr", reply.Error) })
        {
            if (isRecorded)
            {
                var path = $"{ground.Dialect.ExecLogs}/exec_{_count}.{name}";
                instance.Logs[path] = text;
                outputs[stream] = UrlOf(instance, path);
            }
        }
        _count++;
        return new JsonObject { ["return"] = reply.Return, ["output"] = outputs };
    }

    private static string UrlOf(Instance instance, string path) => $"/1.0/instances/{instance.Name}/{path}";

    private static Reply.Bytes Text(string text) => new(
        Encoding.UTF8.GetBytes(text), new Dictionary<string, string> { ["Content-Type"] = "application/octet-stream" });
}
