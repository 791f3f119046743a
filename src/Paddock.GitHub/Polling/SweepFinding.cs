using Paddock.Core.Facts;
using Paddock.GitHub.Http;
using Paddock.Ports;

namespace Paddock.GitHub.Polling;

/// <summary>What a look at a repository brought, and what it cost.</summary>
/// <param name="Fault">The first fault, after which nothing more was asked; null for none.</param>
/// <param name="Notice">What the operator has to mend although the look went well.</param>
internal sealed record SweepFinding(
    IReadOnlyList<JobObservation> Facts, Fault? Fault, Fault? Notice, CallTally Lists, CallTally Jobs)
{
    public bool HasFailed => Fault is not null;

    public static SweepFinding Unasked(Fault fault) => new([], fault, null, new CallTally(), new CallTally());
}
