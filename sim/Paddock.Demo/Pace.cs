namespace Paddock.Demo;

/// <summary>How long the jobs of the story take, and how many there are.</summary>
/// <param name="Second">What the story calls a second, in seconds.</param>
/// <param name="Burst">Pushes at once.</param>
/// <param name="Matrix">Jobs of the matrix.</param>
/// <param name="Sweep">How often Paddock asks GitHub for jobs it was not told about.</param>
internal sealed record Pace(double Second, int Burst, int Matrix, TimeSpan Sweep)
{
    public static Pace Usual { get; } = new(1, Burst: 8, Matrix: 6, Sweep: TimeSpan.FromSeconds(6));

    public static Pace Fast { get; } = new(0.2, Burst: 5, Matrix: 4, Sweep: TimeSpan.FromSeconds(3));
}
