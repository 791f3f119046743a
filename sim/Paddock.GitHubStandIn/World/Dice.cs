namespace Paddock.GitHubStandIn.World;

/// <summary>Everything that is drawn, from one seed.</summary>
internal sealed class Dice(int seed)
{
    private readonly Random _random = new(seed);

    public int Below(int limit) => _random.Next(limit);

    public bool Strikes(double probability) => probability > 0 && _random.NextDouble() < probability;

    public Guid NextGuid() => new(NextBytes(16));

    public byte[] NextBytes(int count)
    {
        var bytes = new byte[count];
        _random.NextBytes(bytes);
        return bytes;
    }
}
