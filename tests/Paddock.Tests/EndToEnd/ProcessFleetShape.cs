namespace Paddock.Tests.EndToEnd;

/// <summary>What is particular about a test's fleet. Each scope gets a pool of one runner.</summary>
internal sealed record ProcessFleetShape(params IReadOnlyList<string> Scopes)
{
    /// <summary>A line of the connection.</summary>
    public string Credential { get; init; } = "token_file: token";

    /// <summary>Where GitHub's webhook is, as the stand-in names it.</summary>
    public string Hook { get; init; } = "orgs/acme";

    /// <summary>A line of each pool.</summary>
    public string More { get; init; } = "spill: true";

    public string Group { get; init; } = "default";
}
