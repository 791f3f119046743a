using Paddock.App.Composition;
using Paddock.GitHub.Http.Rates;

namespace Paddock.App.Boards;

/// <summary>What a status says besides the fleet itself: who says it, and what is left to spend at GitHub.</summary>
internal sealed record Standing(
    string Version, bool DryRun, DateTimeOffset StartedAt, IReadOnlyList<RateBudgetView> Budgets)
{
    public static Standing Of(FleetDesk desk) => new(desk.Version, desk.DryRun, desk.StartedAt, desk.GitHub.Budgets);
}
