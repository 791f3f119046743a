using System.Globalization;
using Paddock.GitHubModel;

namespace Paddock.GitHubStandIn.RunnerSide;

/// <summary>The runner's words and numbers for outcomes, in GitHub's words.</summary>
internal static class Words
{
    /// <summary>The outcome of a job or a step in <c>completejob</c>.</summary>
    public static string Conclusion(string? word) => word?.ToLowerInvariant() switch
    {
        "succeeded" or "succeededwithissues" => "success",
        "canceled" => "cancelled",
        "skipped" => "skipped",
        _ => "failure",
    };

    /// <summary>The whole list of steps at the end of a job: all of them are completed.</summary>
    public static IReadOnlyList<StepResult> Steps(IReadOnlyList<FinalStepBody> steps) =>
        [.. steps.OrderBy(step => step.Number).Select((step, index) =>
            new StepResult(step.Name ?? "", step.Number ?? index + 1, Conclusion(step.Conclusion))
            {
                StartedAt = TimeOf(step.StartedAt), CompletedAt = TimeOf(step.CompletedAt),
            })];

    /// <summary>
    /// One step as the results service is told of it while the job runs; its enumerations are numbers.
    /// </summary>
    public static StepResult Step(LiveStepBody step) =>
        new(step.Name ?? "", step.Number, step.Status == 6 ? LiveConclusion(step) : null)
    {
        StartedAt = TimeOf(step.StartedAt), CompletedAt = TimeOf(step.CompletedAt),
    };

    private static string LiveConclusion(LiveStepBody step) => step.Conclusion switch
    {
        2 => "success",
        4 => "cancelled",
        7 => "skipped",
        _ => "failure",
    };

    private static DateTimeOffset? TimeOf(string? text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            ? time
            : null;
}
