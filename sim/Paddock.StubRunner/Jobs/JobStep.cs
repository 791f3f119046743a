using System.Text.Json.Nodes;

namespace Paddock.StubRunner.Jobs;

/// <summary>How a step ended.</summary>
internal enum StepOutcome
{
    Pending,
    Succeeded,
    Failed,
    Canceled,
    Skipped,
}

/// <summary>One step of a job, the runner's own first and last ones included.</summary>
internal sealed class JobStep(string id, int number, string name, string? script, TimeProvider time)
{
    public string Id => id;

    public string Name => name;

    /// <summary>Null for a step that the runner does itself.</summary>
    public string? Script => script;

    /// <summary>The step's <c>if:</c>.</summary>
    public string Condition { get; init; } = "success()";

    public StepLog Log { get; } = new(time);

    public StepOutcome Outcome { get; private set; }

    public DateTime? StartedAt { get; private set; }

    public DateTime? CompletedAt { get; private set; }

    public void Start() => StartedAt = time.GetUtcNow().UtcDateTime;

    public void End(StepOutcome outcome)
    {
        Outcome = outcome;
        CompletedAt = time.GetUtcNow().UtcDateTime;
        StartedAt ??= CompletedAt;
    }

    /// <summary>For the results service: states and outcomes are its numbers.</summary>
    public JsonObject Live() => new()
    {
        ["external_id"] = id,
        ["number"] = number,
        ["name"] = name,
        ["status"] = CompletedAt is not null ? 6 : StartedAt is not null ? 3 : 5,
        ["started_at"] = Stamp(StartedAt),
        ["completed_at"] = Stamp(CompletedAt),
        ["conclusion"] = Outcome switch
        {
            StepOutcome.Succeeded => 2,
            StepOutcome.Failed => 3,
            StepOutcome.Canceled => 4,
            StepOutcome.Skipped => 7,
            _ => 0,
        },
    };

    /// <summary>For <c>completejob</c>: outcomes are words.</summary>
    public JsonObject Final() => new()
    {
        ["external_id"] = id,
        ["number"] = number,
        ["name"] = name,
        ["status"] = "completed",
        ["conclusion"] = Outcome.ToString().ToLowerInvariant(),
        ["started_at"] = Stamp(StartedAt),
        ["completed_at"] = Stamp(CompletedAt),
    };

    private static string? Stamp(DateTime? at) => at?.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'");
}
