namespace Paddock.GitHub.Polling;

/// <summary>
/// The part of some calls that was charged, over the last rounds. It begins with an assumption, which weighs like a few
/// calls: the first answers of all are never a 304 and say little of the later ones.
/// </summary>
internal sealed class MeasuredShare(double assumed)
{
    private const double AssumedWeight = 20;

    /// <summary>What is left of a round's weight in the next one.</summary>
    private const double Fading = 0.95;

    private double _asked;
    private double _charged;

    public double Value => ((assumed * AssumedWeight) + _charged) / (AssumedWeight + _asked);

    public void Fade() => (_asked, _charged) = (_asked * Fading, _charged * Fading);

    public void Note(int asked, int charged) => (_asked, _charged) = (_asked + asked, _charged + charged);
}
