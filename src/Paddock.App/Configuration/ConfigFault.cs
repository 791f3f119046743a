namespace Paddock.App.Configuration;

/// <summary>
/// One thing wrong with a configuration: where, what, and what to do. Never holds the value of a secret.
/// </summary>
/// <param name="File">A path as the operator knows it, or <c>$PADDOCK_LABELS</c>, or <c>--labels</c>.</param>
/// <param name="Line">From 1; 0 where there are no lines.</param>
/// <param name="Column">From 1; 0 where there are no lines.</param>
/// <param name="Path">The key, like <c>pools[0].labels</c>; empty for the file as a whole.</param>
public sealed record ConfigFault(
    string File, int Line, int Column, string Path, string Message, string Remedy, bool IsWarning = false)
{
    /// <summary>Like <c>paddock.yaml:12:5</c>, which editors and terminals make a link of.</summary>
    public string Place => Line > 0 ? $"{File}:{Line}:{Column}" : File;

    /// <summary><c>error</c> or <c>warning</c>.</summary>
    public string Level => IsWarning ? "warning" : "error";

    public override string ToString() => Told(Place, Level, Message, Remedy);

    /// <summary>
    /// For people: <c>paddock.yaml:12:5: error: …</c>, and the remedy below it. Whatever else is checked reads alike.
    /// </summary>
    internal static string Told(string place, string level, string message, string? remedy) =>
        $"{place}: {level}: {message}{(remedy is { Length: > 0 } ? $"\n    {remedy}" : "")}";
}
