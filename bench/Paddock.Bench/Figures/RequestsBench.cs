using Paddock.Bench.Load;

namespace Paddock.Bench.Figures;

/// <summary>
/// What a job and an idle hour cost at GitHub. An hour of sixty runs of two jobs; the first hour, in which nothing has
/// been asked before, is not counted.
/// </summary>
internal static class RequestsBench
{
    /// <summary>Lists of runs that a repository without work costs in each round, alone and beside webhooks.</summary>
    private static readonly (double Alone, double Beside) Idle = (4 / 5.0, 3.2);

    public static async Task RunAsync(bool isTiny)
    {
        foreach (var repositories in isTiny ? (int[])[1] : [1, 10, 50])
        {
            await RunAsync(repositories, hasWebhooks: true, isTiny);
            await RunAsync(repositories, hasWebhooks: false, isTiny);
        }
    }

    private static async Task RunAsync(int repositories, bool hasWebhooks, bool isTiny)
    {
        var (span, runs) = isTiny ? (TimeSpan.FromMinutes(6), 4) : (TimeSpan.FromHours(1), 60);
        var name = $"{(hasWebhooks ? "webhooks" : "polling")}, {repositories} repositories";
        await using var talk = await TalkWithGitHub.OpenAsync(repositories, hasWebhooks);
        await talk.PassAsync(span, runs, repositories);

        var busy = await talk.PassAsync(span, runs, repositories);
        Figure.Row($"{name}: charged requests per job", busy.Charged / (2.0 * runs), "");
        Figure.Row($"{name}: all requests per job", busy.All / (2.0 * runs), "");
        Figure.Row($"{name}: interval at the end", talk.Interval.TotalSeconds, "s");

        // Half an hour in between, until the last job is over and everything is cold.
        await talk.PassAsync(span / 2, 0, repositories);
        var idle = await talk.PassAsync(span, 0, repositories);
        var perHour = TimeSpan.FromHours(1) / span;
        var lists = hasWebhooks ? Idle.Beside : Idle.Alone;
        Figure.Row($"{name}: charged requests per idle hour", idle.Charged * perHour, "");
        Figure.Row($"{name}: all requests per idle hour", idle.All * perHour, "");

        // One more each round, for the organization's list of repositories.
        var predicted = 3600 / talk.Interval.TotalSeconds * ((lists * repositories) + 1);
        Figure.Row($"{name}: the formula's prediction", predicted, "");
    }
}
