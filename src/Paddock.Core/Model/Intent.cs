using System.Text.Json.Serialization;

namespace Paddock.Core.Model;

[JsonConverter(typeof(JsonStringEnumConverter<IntentKind>))]
public enum IntentKind
{
    /// <summary>Ask GitHub for a ticket under the runner's name.</summary>
    Ticket,

    /// <summary>Remove the registration from GitHub.</summary>
    Remove,

    /// <summary>Make the machine, with its ticket or blank.</summary>
    Create,

    /// <summary>Give a blank machine its ticket and start it.</summary>
    Serve,

    /// <summary>Delete the machine.</summary>
    Delete,

    /// <summary>Look it up by name and report what is there.</summary>
    Look,
}

/// <summary>
/// A written promise to do something, stored before it is done. The executor of the same epoch owns it until
/// <paramref name="Deadline"/>; the planner is silent about it until then. In any later epoch nobody owns it and the
/// planner resumes it: whoever wrote it is dead.
/// </summary>
/// <param name="Decided">When, in the order of looks and effects: whatever is newer than this may be its
/// outcome.</param>
public sealed record Intent(IntentKind Kind, int Attempt, AsOf Decided, DateTimeOffset Deadline);

/// <summary>How a runner or machine ended an intent other than by success.</summary>
public sealed record Setback(FaultKind Fault, string Message, int Attempt, AsOf AsOf, DateTimeOffset NotBefore);
