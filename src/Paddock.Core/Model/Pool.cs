using System.Text.Json.Serialization;

namespace Paddock.Core.Model;

/// <summary>What an operator asked of a pool.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<PoolMode>))]
public enum PoolMode
{
    Active,

    /// <summary>Starts nothing new; what runs or idles stays.</summary>
    Paused,

    /// <summary>Starts nothing new, retires what idles, lets busy runners finish.</summary>
    Draining,
}

/// <summary>
/// An operator wants everything that was planned for a pool until then to be replaced. The epoch counts before the
/// time: a wall clock that is put back between two epochs must not make old runners of all that are planned after it.
/// </summary>
/// <param name="WithBusy">He waits for the busy ones too; those end with their job in any case.</param>
public sealed record PoolFlush(int Epoch, DateTimeOffset At, bool WithBusy, string By)
{
    public bool Covers(AsOf planned) => planned.Epoch < Epoch || (planned.Epoch == Epoch && planned.At < At);
}

/// <summary>The operator's word about a pool. A pool nobody spoke about has no row and is active.</summary>
public sealed record PoolRow(PoolName Name) : Row
{
    public PoolMode Mode { get; init; }

    public DateTimeOffset AskedAt { get; init; }

    /// <summary>Who asked, for the audit trail.</summary>
    public string AskedBy { get; init; } = "";

    /// <summary>The newest flush. It stays: whatever it covers and turns up late is still to go.</summary>
    public PoolFlush? Flush { get; init; }

    [JsonIgnore]
    public override Subject Subject => Subject.Of(Name);

    [JsonIgnore]
    public override bool IsOpen => Mode != PoolMode.Active || Flush is not null;
}

/// <summary>What concerns the fleet as a whole: the policy in force and the last clock step.</summary>
public sealed record FleetRow : Row
{
    /// <summary>Counts the policies this fleet has had.</summary>
    public int PolicyVersion { get; init; }

    /// <summary>The policy in its canonical text, without secrets.</summary>
    public string PolicyText { get; init; } = "";

    public DateTimeOffset? PolicySince { get; init; }

    public DateTimeOffset? ClockSteppedAt { get; init; }

    public TimeSpan ClockStep { get; init; }

    [JsonIgnore]
    public override Subject Subject => Subject.Fleet;

    [JsonIgnore]
    public override bool IsOpen => true;
}
