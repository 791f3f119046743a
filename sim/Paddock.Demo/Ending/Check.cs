namespace Paddock.Demo.Ending;

/// <summary>Something that must be true at the end.</summary>
/// <param name="But">What was found instead; null when it holds.</param>
internal sealed record Check(string What, string? But)
{
    public bool Holds => But is null;
}
