namespace Paddock.Ports.Providers;

/// <summary>Something a provider is at for longer than a call takes, for everybody who waits for it, and how far it
/// is.</summary>
/// <param name="Text">What it is, a sentence without its end: <c>image ubuntu:24.04 is being pulled</c>.</param>
/// <param name="Images">Which offers wait for it: those with one of these images, as offers write them.</param>
/// <param name="Done">How much of it is done, in <paramref name="Unit"/>.</param>
/// <param name="Total">How much there is to do; null while nobody knows.</param>
/// <param name="Unit">What is counted: <c>MB</c>.</param>
/// <param name="Since">When it began.</param>
public sealed record Undertaking(
    string Text, IReadOnlyList<string> Images, long Done, long? Total, string Unit, DateTimeOffset Since)
{
    /// <summary>0 to 100, and 100 only when all is done; null while there is no telling.</summary>
    public int? Percent => Total is > 0 and var total ? (int)Math.Clamp(Done * 100 / total, 0, 100) : null;

    /// <summary><c>412 of 980 MB (42 %)</c>.</summary>
    public string Progress => Total is { } total
        ? $"{Done} of {total} {Unit}{(Percent is { } percent ? $" ({percent} %)" : "")}"
        : $"{Done} {Unit} so far";

    public override string ToString() => $"{Text}: {Progress}";
}
