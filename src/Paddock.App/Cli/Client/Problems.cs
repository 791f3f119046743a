using System.Net;
using System.Text.Json;
using Paddock.App.Api;

namespace Paddock.App.Cli.Client;

/// <summary>What an answer other than success means to whoever asked.</summary>
internal static class Problems
{
    public static CliFaultException Read(AdminAddress address, HttpStatusCode status, byte[] body)
    {
        var problem = TryRead(body);
        return status switch
        {
            HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden => new CliFaultException(
                ExitCode.Refused, $"Paddock at {address} refuses the token.",
                $"Put the admin token of its configuration into {GlobalOptions.TokenVariable}."),
            HttpStatusCode.NotFound when problem is not null => Fault(ExitCode.NotFound, problem),
            _ when problem is not null => Fault(ExitCode.Failed, problem),
            _ => new CliFaultException(
                ExitCode.Failed, $"What answers at {address} is no Paddock of this version: status {(int)status}.",
                "Check the address, or use the paddock that belongs to it."),
        };
    }

    private static CliFaultException Fault(ExitCode code, ProblemReply problem) =>
        new(code, problem.Detail is { Length: > 0 } detail ? detail : problem.Title, problem.Remedy);

    private static ProblemReply? TryRead(byte[] body)
    {
        try
        {
            return JsonSerializer.Deserialize(body, ApiJson.Default.ProblemReply);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
