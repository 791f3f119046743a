using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Paddock.App.Api;
using Paddock.App.Cli.Client;
using Paddock.App.Cli.Completion;
using Paddock.App.Cli.Rendering;
using Paddock.App.Http.Admin;

namespace Paddock.App.Cli.Commands;

/// <summary>
/// <c>paddock jobs [--state STATE] [--limit N]</c>, <c>paddock jobs retry JOB</c>, <c>paddock jobs ignore JOB</c>
/// </summary>
internal static class JobsCommand
{
    public static Command Make(Shell shell)
    {
        var state = new Option<string>("--state") { Description = "Only these.", DefaultValueFactory = _ => "all" };
        state.AcceptOnlyFromAmong([.. FleetQuestions.JobStates]);
        var limit = new Option<int>("--limit")
        {
            Description = $"At most so many, up to {FleetQuestions.JobsMax}.",
            HelpName = "N",
            DefaultValueFactory = _ => FleetQuestions.JobsUsual,
        };
        limit.Validators.Add(CheckLimit);
        var command = new Command("jobs", "Jobs, with what each waits for or who runs it.")
        {
            state,
            limit,
            Word(shell, "retry", "Tries a job again at once, whatever refused it; takes an ignore back."),
            Word(shell, "ignore", "Makes no runner for a job. GitHub goes on waiting until it is cancelled there."),
        };
        Asking.SetQuery(
            command, shell, ApiJson.Default.JobsReply,
            given => $"jobs?state={given.GetValue(state)}&limit={given.GetValue(limit)}",
            (invocation, reply) => Show(invocation, reply, invocation.Given.GetValue(state)!));
        return command;
    }

    private static Command Word(Shell shell, string verb, string description)
    {
        var job = new NamedArgument("JOB", NameKind.Job)
        {
            Description = "Its id, host/id, or the address of its page.",
        };
        var command = new Command(verb, description) { job };
        Asking.SetOrder(command, shell, given => $"{JobWord.Parse(given.GetRequiredValue(job)).Path}/{verb}");
        return command;
    }

    /// <summary>What is no number at all is told by the parser.</summary>
    private static void CheckLimit(OptionResult given)
    {
        if (given.Tokens is [{ Value: var text }]
            && int.TryParse(text, CultureInfo.InvariantCulture, out var limit)
            && limit is < 1 or > FleetQuestions.JobsMax)
        {
            given.AddError($"--limit takes a number from 1 to {FleetQuestions.JobsMax}, not {limit}.");
        }
    }

    private static void Show(Invocation invocation, JobsReply reply, string state)
    {
        if (reply.Jobs.Count == 0)
        {
            invocation.Note(state == "all" ? "No jobs." : $"No jobs are {state}.");
            return;
        }
        invocation.Page.Write(JobsTable.Of(reply, invocation.Now));
        if (reply.Jobs.Count < reply.Total)
        {
            // Those that are done are not all counted.
            var least = state is "done" or "all" ? "at least " : "";
            invocation.Note(
                $"{reply.Jobs.Count} of {least}{reply.Total} jobs are shown; "
                + $"--limit shows up to {FleetQuestions.JobsMax}.");
        }
    }
}
