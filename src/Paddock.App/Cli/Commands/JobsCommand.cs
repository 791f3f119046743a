using System.CommandLine;
using Paddock.App.Api;
using Paddock.App.Cli.Rendering;

namespace Paddock.App.Cli.Commands;

/// <summary><c>paddock jobs [--state STATE]</c></summary>
internal static class JobsCommand
{
    public static Command Make(Shell shell)
    {
        var state = new Option<string>("--state") { Description = "Only these.", DefaultValueFactory = _ => "all" };
        state.AcceptOnlyFromAmong("waiting", "running", "done", "all");
        var command = new Command("jobs", "Jobs, with what each waits for or who runs it.") { state };
        Asking.SetQuery(
            command, shell, ApiJson.Default.JobsReply, given => $"jobs?state={given.GetValue(state)}",
            (invocation, reply) => Show(invocation, reply, invocation.Given.GetValue(state)!));
        return command;
    }

    private static void Show(Invocation invocation, JobsReply reply, string state)
    {
        if (reply.Jobs.Count == 0)
        {
            invocation.Note(state == "all" ? "No jobs." : $"No jobs are {state}.");
            return;
        }
        invocation.Page.Write(JobsTable.Of(reply, invocation.Now));
    }
}
