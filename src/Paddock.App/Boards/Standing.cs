using Paddock.App.Composition;
using Paddock.GitHub.Http.Rates;

namespace Paddock.App.Boards;

/// <summary>What a status says besides the fleet itself: who says it, what is left to spend at GitHub, and
/// what providers are at.</summary>
internal sealed record Standing(
    string Version, bool DryRun, DateTimeOffset StartedAt, IReadOnlyList<RateBudgetView> Budgets)
{
    /// <summary>Why the newest configuration is not the one in force; null if it is.</summary>
    public string? ReloadRefused { get; init; }

    public Undertakings UnderWay { get; init; } = new([]);

    public static Standing Of(FleetDesk desk) => new(desk.Version, desk.DryRun, desk.StartedAt, desk.GitHub.Budgets)
    {
        UnderWay = Undertakings.Of(desk.Providers),
        ReloadRefused = desk.Reloading?.Refusal switch
        {
            ReloadOutcome.Refused refused =>
                $"the configuration read last has {refused.Faults.Count} "
                + $"error{(refused.Faults.Count == 1 ? "" : "s")}; an older one is in force",
            ReloadOutcome.NeedsRestart needs =>
                $"the configuration read last needs a restart ({string.Join(", ", needs.Paths.Take(3))}"
                + $"{(needs.Paths.Count > 3 ? ", …" : "")}); an older one is in force",
            _ => null,
        },
    };
}
