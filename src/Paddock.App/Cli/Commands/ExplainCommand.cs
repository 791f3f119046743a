using System.CommandLine;
using Paddock.App.Api;
using Paddock.App.Cli.Client;
using Paddock.App.Cli.Completion;
using Paddock.App.Cli.Rendering;

namespace Paddock.App.Cli.Commands;

/// <summary><c>paddock explain JOB</c></summary>
internal static class ExplainCommand
{
    public static Command Make(Shell shell)
    {
        var job = new NamedArgument("JOB", NameKind.Job)
        {
            Description = "Its id, host/id, or the address of its page at GitHub.",
        };
        var command = new Command("explain",
            "Why a job waits, or how it came to run: the verdict, then the story.") { job };
        Asking.SetQuery(
            command, shell, ApiJson.Default.ExplainReply,
            given => JobWord.Parse(given.GetRequiredValue(job)).Path,
            (invocation, reply) => invocation.Page.Write(ExplainPage.Of(reply, invocation.Now)));
        return command;
    }
}
