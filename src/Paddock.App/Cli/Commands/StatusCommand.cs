using System.CommandLine;
using Paddock.App.Api;
using Paddock.App.Cli.Rendering;

namespace Paddock.App.Cli.Commands;

/// <summary><c>paddock status</c></summary>
internal static class StatusCommand
{
    public static Command Make(Shell shell)
    {
        var command = new Command("status", "The fleet at a glance: jobs, runners, pools, and who answers badly.");
        Asking.SetQuery(
            command, shell, ApiJson.Default.StatusReply, _ => "status",
            (invocation, status) => invocation.Page.Write(StatusPage.Of(status, invocation.Now)));
        return command;
    }
}
