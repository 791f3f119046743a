using System.Text.Json.Nodes;
using Paddock.GitHubModel;

namespace Paddock.GitHubStandIn.Payloads;

/// <summary>Registered runners, their labels and their groups.</summary>
internal static class RunnerJson
{
    public static JsonObject Of(ModelRunner runner) => new()
    {
        ["id"] = runner.Id,
        ["name"] = runner.Name,

        // GitHub knows the system of a runner only once it has been connected.
        ["os"] = runner.Version is null ? "unknown" : "linux",
        ["status"] = runner.IsOnline ? "online" : "offline",
        ["busy"] = runner.IsBusy,
        ["ephemeral"] = true,
        ["runner_group_id"] = runner.GroupId,
        ["version"] = runner.Version,
        ["labels"] = Labels(runner),
    };

    public static JsonArray Labels(ModelRunner runner) => new([.. runner.Labels.Select(label => new JsonObject
    {
        ["id"] = Stamp.NumberOf(label), ["name"] = label, ["type"] = "custom",
    })]);

    public static JsonObject Group(ModelGroup group, string scopeUrl)
    {
        var url = $"{scopeUrl}/actions/runner-groups/{group.Id}";
        var shape = new JsonObject
        {
            ["id"] = group.Id,
            ["name"] = group.Name,
            ["visibility"] = group.SelectedRepositories is null ? "all" : "selected",
            ["default"] = group.IsDefault,
            ["runners_url"] = $"{url}/runners",
            ["inherited"] = false,
            ["allows_public_repositories"] = group.AllowsPublicRepositories,
            ["restricted_to_workflows"] = false,
            ["selected_workflows"] = new JsonArray(),
            ["workflow_restrictions_read_only"] = false,
        };
        if (group.SelectedRepositories is not null)
        {
            shape["selected_repositories_url"] = $"{url}/repositories";
        }
        return shape;
    }
}
