namespace Paddock.GitHub.Http;

/// <summary>
/// Pulls equal delays apart without a dice: multiples of the golden ratio fill the unit interval evenly, however many
/// callers there are.
/// </summary>
internal sealed class Spread
{
    private const double GoldenRatio = 0.6180339887498949;
    private int _drawn;

    /// <summary>Between four fifths and six fifths of <paramref name="delay"/>.</summary>
    public TimeSpan Of(TimeSpan delay)
    {
        var step = (uint)Interlocked.Increment(ref _drawn) * GoldenRatio;
        return delay * (0.8 + (0.4 * (step - Math.Floor(step))));
    }
}
