namespace Paddock.Simulator.Faults;

/// <summary>
/// GitHub or one provider is away as a whole: whatever is asked is refused, or nobody answers and nothing is done. Or
/// the disk is full: nothing can be written.
/// </summary>
/// <param name="Place">
/// <see cref="FaultBox.GitHub"/>, <see cref="FaultBox.Disk"/>, or a provider's name.
/// </param>
/// <param name="StopsRunners">Runners cannot reach GitHub either: they wait with what they have to say.</param>
public sealed record Outage(string Place, TimeSpan At, TimeSpan Lasts, bool IsSilent, bool StopsRunners)
{
    public TimeSpan EndsAt => At + Lasts;
}
