using Paddock.App.Api;
using Spectre.Console;

namespace Paddock.App.Cli.Rendering;

/// <summary>States as words with their colours.</summary>
internal static class Words
{
    public static Text Mode(string mode) => Cell.Of(mode, mode == "active" ? Cell.Plain : Cell.Waiting);

    public static Text Job(JobReply job) => job.State switch
    {
        "running" => Cell.Of("running", Cell.Busy),
        "done" => Conclusion(job.Conclusion),
        _ => Cell.Of(job.State, Cell.Waiting),
    };

    public static Text Runner(string state) => Cell.Of(state, state switch
    {
        "busy" => Cell.Busy,
        "idle" => Cell.Good,
        _ => Cell.Waiting,
    });

    public static Text Verdict(string verdict) => Cell.Of(verdict, verdict switch
    {
        "good" => Cell.Good,
        "late" => Cell.Waiting,
        _ => Cell.Bad,
    });

    private static Text Conclusion(string? conclusion) => Cell.Of(conclusion ?? "done", conclusion switch
    {
        "success" => Cell.Good,
        "failure" or "timed_out" or "startup_failure" => Cell.Bad,
        _ => Cell.Faint,
    });
}
