using System.Globalization;
using System.Text.Json.Nodes;

namespace Paddock.Tests.Providers.Lxd.Standing;

/// <summary>The operations of the daemon, and of those that ended the ones that can still be seen.</summary>
internal sealed class Operations(Agenda agenda, Events events)
{
    /// <summary>Whoever asks later than this after the end asks for nothing.</summary>
    private static readonly TimeSpan Afterlife = TimeSpan.FromSeconds(5);

    private readonly SortedDictionary<string, Operation> _all = new(StringComparer.Ordinal);
    private int _count;

    /// <summary>The error the next operation ends with, instead of doing anything.</summary>
    public string? NextDoom { get; set; }

    /// <summary>Work that ends after a time. What fails is undone by whoever began it.</summary>
    public Reply.Begun Run(
        string description, string project, JsonObject resources, TimeSpan span, Func<Outcome> work,
        Action? undo = null)
    {
        var operation = Begin(description, project, resources);
        agenda.After(span, () =>
        {
            var outcome = operation.Doom is { } doom ? new Outcome(doom) : work();
            if (outcome.Error is not null)
            {
                undo?.Invoke();
            }
            End(operation, outcome);
        });
        return new Reply.Begun(operation);
    }

    /// <summary>Work whose end somebody else tells.</summary>
    public Operation Begin(string description, string project, JsonObject resources, string kind = "task")
    {
        var id = string.Create(CultureInfo.InvariantCulture, $"00000000-0000-4000-8000-{++_count:x12}");
        var operation = new Operation(id, kind, description, project, agenda.Now)
        {
            Resources = resources, Doom = NextDoom,
        };
        NextDoom = null;
        _all.Add(id, operation);
        Tell(operation);
        return operation;
    }

    public void End(Operation operation, Outcome outcome)
    {
        operation.End(agenda.Now, outcome);
        Tell(operation);
    }

    /// <summary>A daemon keeps its operations in memory.</summary>
    public void Clear() => _all.Clear();

    public IEnumerable<Operation> Alive => _all.Values.Where(IsAlive);

    public Reply Answer(Asked asked, string[] rest) => (asked.Method, rest) switch
    {
        ("GET", []) => List(asked),
        (_, [var id, ..]) when !_all.TryGetValue(id, out var found) || !IsAlive(found) =>
            new Reply.Refused(404, "Operation not found"),
        ("GET", [var id]) => new Reply.Sync(_all[id].ToJson()),
        ("GET", [var id, "wait"]) => new Reply.Wait(_all[id], LimitOf(asked)),
        ("DELETE", [var id]) => Cancel(_all[id]),
        _ => Reply.NotFound,
    };

    private static TimeSpan LimitOf(Asked asked) =>
        int.TryParse(asked.Query.GetValueOrDefault("timeout"), CultureInfo.InvariantCulture, out var seconds)
        && seconds >= 0
            ? TimeSpan.FromSeconds(seconds)
            : Timeout.InfiniteTimeSpan;

    private Reply List(Asked asked)
    {
        var groups = new JsonObject();
        foreach (var operation in Alive.Where(one => one.Project == asked.Project))
        {
            var json = operation.ToJson();
            var group = ((string)json["status"]!).ToLowerInvariant();
            var list = groups[group] as JsonArray ?? [];
            groups[group] = list;
            list.Add(asked.Recursion > 0 ? json : JsonValue.Create(operation.Url));
        }
        return new Reply.Sync(groups);
    }

    private Reply Cancel(Operation operation)
    {
        if (!operation.MayCancel)
        {
            return new Reply.Refused(400, "This operation can't be cancelled");
        }
        operation.End(agenda.Now, Outcome.Success, isCancelled: true);
        Tell(operation);
        return Reply.Done;
    }

    private bool IsAlive(Operation operation) =>
        operation.EndedAt is not { } ended || agenda.Now - ended < Afterlife;

    private void Tell(Operation operation) => events.Tell("operation", operation.Project, operation.ToJson());
}
