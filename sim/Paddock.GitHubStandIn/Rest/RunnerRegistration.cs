using System.Text.Json.Nodes;
using Paddock.GitHubModel;
using Paddock.GitHubStandIn.Http;
using Paddock.GitHubStandIn.Payloads;
using Paddock.GitHubStandIn.RunnerSide;
using Paddock.GitHubStandIn.World;

namespace Paddock.GitHubStandIn.Rest;

/// <summary>
/// How a machine becomes a runner: JIT configurations, tokens for the old way, and the runner's archive.
/// </summary>
internal static class RunnerRegistration
{
    public static void Map(RestMap rest)
    {
        rest.Add(
            "actions/generate-runner-jitconfig-for-repo",
            "actions/generate-runner-jitconfig-for-org",
            "actions/generate-runner-jitconfig-for-enterprise",
            Generate);
        rest.Add(
            "actions/create-registration-token-for-repo",
            "actions/create-registration-token-for-org",
            "enterprise-admin/create-registration-token-for-enterprise",
            call => Token(call, call.World.Registrations.Issue(call.Scope, call.Now)));
        rest.Add(
            "actions/create-remove-token-for-repo",
            "actions/create-remove-token-for-org",
            "enterprise-admin/create-remove-token-for-enterprise",
            call => Token(call, Convert.ToHexString(call.World.Dice.NextBytes(14))));
        rest.Add(
            "actions/list-runner-applications-for-repo",
            "actions/list-runner-applications-for-org",
            "enterprise-admin/list-runner-applications-for-enterprise",
            call => Reply.Ok(Archives.List(call.World)));
    }

    private static Reply Generate(RestCall call)
    {
        var body = call.Read(RestJson.Default.JitBody);
        if (body.Name is null || body.RunnerGroupId is null || body.Labels is null)
        {
            return Reply.Error(
                422, "Invalid request.\n\n\"name\", \"runner_group_id\" and \"labels\" weren't supplied.");
        }
        return call.Model.Register(call.Scope, body.Name, body.RunnerGroupId.Value, body.Labels, call.Now) switch
        {
            JitReply.Created created => Reply.Created(new JsonObject
            {
                ["runner"] = RunnerJson.Of(created.Runner),
                ["encoded_jit_config"] = JitBlob.Of(
                    created.Runner, GroupName(call, created.Runner), body.WorkFolder, call.World),
            }),
            JitReply.NameTaken => Reply.Error(
                409, $"Already exists - A runner with the name {body.Name} already exists."),
            JitReply.Invalid invalid => Reply.Error(422, invalid.Message),
            _ => Reply.NotFound(),
        };
    }

    private static string GroupName(RestCall call, ModelRunner runner) =>
        call.Model.Groups(runner.Scope).FirstOrDefault(group => group.Id == runner.GroupId)?.Name ?? "Default";

    /// <summary>Nothing here takes the ones for removal: runners go by the API.</summary>
    private static Reply Token(RestCall call, string token) => Reply.Created(new JsonObject
    {
        ["token"] = token, ["expires_at"] = Stamp.Precise(call.Now + Registrations.Life),
    });
}
