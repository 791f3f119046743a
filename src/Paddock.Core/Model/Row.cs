using System.Text.Json.Serialization;

namespace Paddock.Core.Model;

/// <summary>
/// The state of one subject: what folding its facts gives. A row never holds what can be derived from its parts; the
/// derived properties below each row are the only reading of it. <see cref="Version"/> counts the changes and is
/// written by whoever keeps rows (store, ledger), never by the fold.
/// </summary>
[JsonDerivedType(typeof(JobRow), "job")]
[JsonDerivedType(typeof(OrderRow), "order")]
[JsonDerivedType(typeof(RunnerRow), "runner")]
[JsonDerivedType(typeof(MachineRow), "machine")]
[JsonDerivedType(typeof(PlaceRow), "place")]
[JsonDerivedType(typeof(PoolRow), "pool")]
[JsonDerivedType(typeof(FleetRow), "fleet")]
public abstract record Row
{
    public int Version { get; init; }

    [JsonIgnore]
    public abstract Subject Subject { get; }

    /// <summary>Does the planner still have to look at it? Closed rows stay in the store for history.</summary>
    [JsonIgnore]
    public abstract bool IsOpen { get; }
}
