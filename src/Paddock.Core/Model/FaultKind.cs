using System.Text.Json.Serialization;

namespace Paddock.Core.Model;

/// <summary>
/// Everything a provider or GitHub can answer other than success. The set is closed: a new answer is mapped to one of
/// these by its adapter, and each has exactly one meaning for the planner (see <c>Planning/Cooling</c>).
/// </summary>
[JsonConverter(typeof(JsonStringEnumConverter<FaultKind>))]
public enum FaultKind
{
    /// <summary>Certainly not done, worth trying again: connection refused, 503, the daemon is down.</summary>
    Transient,

    /// <summary>Sent, and nobody knows whether it was done. Look by name before anything else.</summary>
    Ambiguous,

    /// <summary>Nothing of this size is to be had in this location now.</summary>
    CapacityUnavailable,

    /// <summary>The account or host allows no more.</summary>
    QuotaExceeded,

    /// <summary>Asked too often.</summary>
    RateLimited,

    /// <summary>Something else is being done to it; try again soon.</summary>
    Busy,

    /// <summary>
    /// The request itself is wrong: image absent, size unknown. Somebody has to change the configuration.
    /// </summary>
    InvalidSpec,

    /// <summary>The credential is wrong or may not do this. Somebody has to grant it.</summary>
    Unauthorized,

    /// <summary>The name belongs to something that is not ours.</summary>
    NameTaken,

    /// <summary>The place itself is unknown there: no such repository, organization or project.</summary>
    NotFound,

    /// <summary>An answer that contradicts the protocol, or an unsupported version.</summary>
    Fatal,

    /// <summary>A machine was made, and its runner never reported to GitHub.</summary>
    NeverRegistered,
}
