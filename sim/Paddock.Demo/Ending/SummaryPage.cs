using Paddock.App.Cli.Rendering;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Paddock.Demo.Ending;

/// <summary>What to take away: the numbers, whether everything is as it should be, and what to try next.</summary>
internal static class SummaryPage
{
    public static IRenderable Of(Figures figures, IReadOnlyList<Check> checks, TimeSpan took) => new Rows(
    [
        new Text($"The demonstration is over, after {Ago.Span(took)}.", Cell.Strong),
        Text.Empty,
        Numbers(figures),
        Text.Empty,
        .. checks.Select(Line),
        Text.Empty,
        Next(checks.All(check => check.Holds)),
    ]);

    private static Grid Numbers(Figures figures) => Pairs.Of(
        ("jobs", Cell.Of(string.Join(" · ", figures.Jobs.Select(jobs => $"{jobs.Count} {jobs.Conclusion}")))),
        ("wait for a runner", Cell.Of(
            $"median {figures.WaitMedian.TotalSeconds:0.0} s · p95 {figures.WaitP95.TotalSeconds:0.0} s, "
            + "limits and outage included")),
        ("runners made", Cell.Of($"{figures.Registrations}, {figures.RegistrationsPerJob:0.0} for each job that ran")),
        ("requests to GitHub",
            Cell.Of($"{figures.RequestsPerJob:0.0} a job, most of them sweeps, which are seldom in earnest")));

    private static Paragraph Line(Check check) => check.Holds
        ? new Paragraph("  ✓ ", Cell.Good).Append(check.What, Cell.Plain)
        : new Paragraph("  ✗ ", Cell.Bad).Append($"{check.What}: {Cell.Clean(check.But!)}", Cell.Bad);

    private static Padder Next(bool isGood) => new(
        new Text(isGood
            ? "Next: paddock config schema shows what can be configured, paddock validate checks a file of yours, and "
                + "paddock run --dry-run plans for your own organization without changing anything."
            : "Something is not as it should be. Please report it with Paddock's log."),
        new Padding(2, 0));
}
