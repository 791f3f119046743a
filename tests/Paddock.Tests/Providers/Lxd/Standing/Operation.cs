using System.Text.Json.Nodes;

namespace Paddock.Tests.Providers.Lxd.Standing;

/// <summary>How a piece of work ended.</summary>
internal sealed record Outcome(string? Error = null, JsonNode? Metadata = null)
{
    public static Outcome Success { get; } = new();

    public static Outcome Busy(string with) => new($"Instance is busy running a \"{with}\" operation");
}

/// <summary>A piece of work the daemon does in the background.</summary>
internal sealed class Operation(string id, string kind, string description, string project, DateTimeOffset createdAt)
{
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public string Url => $"/1.0/operations/{id}";

    public string Id => id;

    public string Project => project;

    public JsonObject Resources { get; init; } = [];

    public JsonNode? Metadata { get; set; }

    public DateTimeOffset? EndedAt { get; private set; }

    public string? Error { get; private set; }

    public bool IsCancelled { get; private set; }

    /// <summary>Only tokens are.</summary>
    public bool MayCancel => kind == "token" && EndedAt is null;

    public Task Ended => _ended.Task;

    /// <summary>The error a test wants it to end with.</summary>
    public string? Doom { get; init; }

    public void End(DateTimeOffset at, Outcome outcome, bool isCancelled = false)
    {
        (EndedAt, Error, IsCancelled) = (at, outcome.Error, isCancelled);
        Metadata = outcome.Metadata ?? Metadata;
        _ended.TrySetResult();
    }

    public JsonObject ToJson()
    {
        var (status, code) = this switch
        {
            { EndedAt: null } => ("Running", 103),
            { IsCancelled: true } => ("Cancelled", 401),
            { Error: not null } => ("Failure", 400),
            _ => ("Success", 200),
        };
        return new JsonObject
        {
            ["id"] = id, ["class"] = kind, ["description"] = description,
            ["created_at"] = createdAt.ToString("O"), ["updated_at"] = (EndedAt ?? createdAt).ToString("O"),
            ["status"] = status, ["status_code"] = code, ["resources"] = Resources.DeepClone(),
            ["metadata"] = Metadata?.DeepClone(), ["may_cancel"] = MayCancel, ["err"] = Error ?? "",
            ["location"] = "none",
        };
    }
}
