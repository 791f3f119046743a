using Paddock.App.Api;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Paddock.App.Cli.Rendering;

/// <summary>
/// A job's story: the verdict first, because it is the answer; then who it is; then how it came to this.
/// </summary>
internal static class ExplainPage
{
    public static IRenderable Of(ExplainReply reply, DateTimeOffset now) => new Rows(
        new Text(Cell.Clean(reply.Verdict), Cell.Strong),
        Text.Empty,
        Head(reply.Job),
        Pairs.Of([.. Facts(reply.Job, now)]),
        Text.Empty,
        Story(reply));

    private static Paragraph Head(JobReply job) =>
        new Paragraph(Cell.Clean($"{job.Repository} {job.Name}"), Cell.Plain)
            .Append(Cell.Clean($"  {job.Workflow}, attempt {job.RunAttempt}"), Cell.Faint);

    private static IEnumerable<(string Name, Text Value)> Facts(JobReply job, DateTimeOffset now)
    {
        yield return ("job", Cell.Of($"{job.Host}/{job.Id}"));
        yield return ("state", Words.Job(job));
        yield return ("labels", Cell.Of(string.Join(", ", job.Labels)));
        yield return ("pool", Cell.Of(job.Pool));
        yield return ("runner", Cell.Of(job.Runner));
        yield return ("queued", Cell.Of(Ago.Of(job.QueuedAt, now)));
        if (job.StartedAt is { } started)
        {
            yield return ("started", Cell.Of($"{Ago.Of(started, now)}, after {Ago.Span(started - job.QueuedAt)}"));
        }
        if (job.FinishedAt is { } finished)
        {
            yield return ("finished", Cell.Of(Ago.Of(finished, now)));
        }
        yield return ("page", Cell.Of(job.Url));
    }

    /// <summary>Times of the day in UTC, and how far each line is from the first.</summary>
    private static FittedTable Story(ExplainReply reply)
    {
        var table = new FittedTable(
            ("UTC", Fit.Whole), ("AFTER", Fit.Number), ("SUBJECT", Fit.Wraps), ("WHAT", Fit.Wraps));
        foreach (var line in reply.Story)
        {
            table.AddRow(
                Cell.Of($"{line.At.UtcDateTime:HH:mm:ss.fff}", Cell.Faint), Cell.Of(Since(reply.Story[0].At, line.At)),
                Cell.Of(Subject(line, reply.Job)), Cell.Of(line.Text));
        }
        return table;
    }

    /// <summary>The job and its order are what the page is about; only other subjects need their names.</summary>
    private static string Subject(StoryLine line, JobReply job) =>
        line.Subject.EndsWith($"{job.Host}/{job.Id}", StringComparison.Ordinal)
            ? line.Subject.Split(' ')[0]
            : line.Subject;

    private static string Since(DateTimeOffset first, DateTimeOffset at) => (at - first) switch
    {
        { TotalSeconds: < 1 } soon => $"{Math.Max(0, (int)soon.TotalMilliseconds)}ms",
        { TotalSeconds: < 10 } soon => $"{soon.TotalSeconds:0.0}s",
        var later => Ago.Span(later),
    };
}
