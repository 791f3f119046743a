using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Paddock.Core.Model;

/// <summary>
/// One workflow job attempt: the host it lives on (<c>github.com</c>) and GitHub's job id. A re-run has a new job id,
/// so an attempt is never confused with the one before (GitHub REST, "Workflow jobs").
/// </summary>
[JsonConverter(typeof(JobKeyConverter))]
public readonly record struct JobKey(string Host, long Id)
{
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Host}/{Id}");

    public static bool TryParse(string text, out JobKey key)
    {
        var slash = text.LastIndexOf('/');
        key = default;
        if (slash <= 0
            || !long.TryParse(text.AsSpan(slash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var id))
        {
            return false;
        }
        key = new JobKey(text[..slash], id);
        return true;
    }
}

/// <summary>
/// Our answer to one waiting job (<c>job:github.com/42</c>) or to one unit of warm stock (<c>stock:pdk-…</c>).
/// The key of a job's order is made from the job, so that a job can never have two.
/// </summary>
[JsonConverter(typeof(OrderKeyConverter))]
public readonly record struct OrderKey(string Value)
{
    private const string JobPrefix = "job:";
    private const string StockPrefix = "stock:";

    public static OrderKey ForJob(JobKey job) => new(JobPrefix + job);

    public static OrderKey ForStock(string unit) => new(StockPrefix + unit);

    /// <summary>The job this order answers; null for warm stock.</summary>
    public JobKey? Job =>
        Value.StartsWith(JobPrefix, StringComparison.Ordinal) && JobKey.TryParse(Value[JobPrefix.Length..], out var key)
            ? key
            : null;

    public override string ToString() => Value;
}

/// <summary>What kind of row a fact touches.</summary>
public enum SubjectKind
{
    Job,
    Order,
    Runner,
    Machine,
    Place,
    Pool,
    Fleet,
}

/// <summary>The one row a fact touches.</summary>
public readonly record struct Subject(SubjectKind Kind, string Key)
{
    public static Subject Of(JobKey job) => new(SubjectKind.Job, job.ToString());

    public static Subject Of(OrderKey order) => new(SubjectKind.Order, order.Value);

    public static Subject Of(RunnerName runner) => new(SubjectKind.Runner, runner.Value);

    public static Subject Of(MachineName machine) => new(SubjectKind.Machine, machine.Value);

    public static Subject Of(PlaceKey place) => new(SubjectKind.Place, place.Value);

    public static Subject Of(PoolName pool) => new(SubjectKind.Pool, pool.Value);

    public static Subject Fleet { get; } = new(SubjectKind.Fleet, "fleet");

    public override string ToString() => $"{Kind.ToString().ToLowerInvariant()} {Key}";
}

public sealed class JobKeyConverter : JsonConverter<JobKey>
{
    public override JobKey Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        JobKey.TryParse(reader.GetString() ?? "", out var key)
            ? key
            : throw new JsonException("A job key reads host/id, for example github.com/42.");

    public override void Write(Utf8JsonWriter writer, JobKey value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.ToString());
}

public sealed class OrderKeyConverter : JsonConverter<OrderKey>
{
    public override OrderKey Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        new(reader.GetString() ?? throw new JsonException("An order key is a text, not null."));

    public override void Write(Utf8JsonWriter writer, OrderKey value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.Value);
}
