using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Paddock.GitHubStandIn.Control;
using Paddock.GitHubStandIn.Faults;
using Paddock.Tests.Support;

namespace Paddock.Tests.StandIn;

public sealed class RestRunnersTests : StandInTest
{
    private const string Runners = "orgs/acme/actions/runners";

    [Theory]
    [InlineData("repos/acme/app")]
    [InlineData("orgs/acme")]
    [InlineData("enterprises/acme")]
    public async Task A_runner_is_registered_found_and_removed_in_every_scope(string scope)
    {
        var (created, body) = await SendAsync(
            HttpMethod.Post, $"{scope}/actions/runners/generate-jitconfig", JitBody("r"));
        created.ShouldBe(201);
        var id = (long)body!["runner"]!["id"]!;
        (await GetAsync($"{scope}/actions/runners/{id}"))["name"]!.ToString().ShouldBe("r");
        (await SendAsync(HttpMethod.Delete, $"{scope}/actions/runners/{id}")).Status.ShouldBe(204);
        (await SendAsync(HttpMethod.Delete, $"{scope}/actions/runners/{id}")).Status.ShouldBe(404);
    }

    [Fact]
    public async Task A_registered_runner_has_exactly_the_labels_that_were_sent()
    {
        await RegisterAsync("r", "Linux", "gpu");
        var runner = (await GetAsync(Runners))["runners"]![0]!;
        runner["labels"]!.AsArray().Select(label => (string)label!["name"]!).ShouldBe(["Linux", "gpu"]);
        runner["status"]!.ToString().ShouldBe("offline");
        runner["os"]!.ToString().ShouldBe("unknown");
    }

    [Fact]
    public async Task A_taken_name_is_a_conflict()
    {
        await RegisterAsync("r");
        var (status, body) = await SendAsync(HttpMethod.Post, $"{Runners}/generate-jitconfig", JitBody("r"));
        status.ShouldBe(409);
        body!["message"]!.ToString().ShouldBe("Already exists - A runner with the name r already exists.");
    }

    [Fact]
    public async Task Missing_labels_are_refused()
    {
        var body = JitBody("r");
        body.Remove("labels");
        (await SendAsync(HttpMethod.Post, $"{Runners}/generate-jitconfig", body)).Status.ShouldBe(422);
    }

    [Fact]
    public async Task A_body_that_is_no_JSON_is_refused()
    {
        using var content = new StringContent("{name");
        using var response = await Rest.PostAsync($"{Runners}/generate-jitconfig", content, Stop);
        ((int)response.StatusCode).ShouldBe(400);
    }

    [Fact]
    public async Task The_list_can_be_asked_for_one_name()
    {
        await RegisterAsync("one");
        await RegisterAsync("two");
        var found = await GetAsync($"{Runners}?name=two");
        found["total_count"]!.GetValue<int>().ShouldBe(1);
        found["runners"]![0]!["name"]!.ToString().ShouldBe("two");
    }

    [Fact]
    public async Task Pages_are_linked_to_the_last()
    {
        for (var i = 0; i < 5; i++)
        {
            await RegisterAsync($"r{i}");
        }
        var names = new List<string>();
        string? next = $"{Runners}?per_page=2";
        while (next is not null)
        {
            using var response = await Rest.GetAsync(next, Stop);
            var body = await response.Content.ReadFromJsonAsync<JsonNode>(Stop);
            names.AddRange(body!["runners"]!.AsArray().Select(runner => (string)runner!["name"]!));
            body["total_count"]!.GetValue<int>().ShouldBe(5);
            next = Links.Next(response);
        }
        names.ShouldBe(["r0", "r1", "r2", "r3", "r4"]);
    }

    [Fact]
    public async Task A_lost_reply_leaves_a_registration_behind()
    {
        await Control.AddFaultAsync(
            new RouteFault("POST */generate-jitconfig") { Kind = RouteFaultKind.LoseReply }, Stop);
        await Should.ThrowAsync<HttpRequestException>(
            () => SendAsync(HttpMethod.Post, $"{Runners}/generate-jitconfig", JitBody("r")));
        (await SendAsync(HttpMethod.Post, $"{Runners}/generate-jitconfig", JitBody("r"))).Status.ShouldBe(409);
    }

    [Fact]
    public async Task A_refused_connection_leaves_nothing_behind()
    {
        await Control.AddFaultAsync(new RouteFault("POST */generate-jitconfig") { Kind = RouteFaultKind.Refuse }, Stop);
        await Should.ThrowAsync<HttpRequestException>(
            () => SendAsync(HttpMethod.Post, $"{Runners}/generate-jitconfig", JitBody("r")));
        (await GetAsync(Runners))["total_count"]!.GetValue<int>().ShouldBe(0);
    }

    [Fact]
    public async Task Registration_and_remove_tokens_are_valid_for_an_hour()
    {
        foreach (var kind in (string[])["registration-token", "remove-token"])
        {
            var (status, body) = await SendAsync(HttpMethod.Post, $"{Runners}/{kind}");
            status.ShouldBe(201);
            DateTimeOffset.Parse(body!["expires_at"]!.ToString()).ShouldBeGreaterThan(
                TimeProvider.System.GetUtcNow().AddMinutes(59));
        }
    }

    [Fact]
    public async Task Groups_are_listed_with_the_one_that_was_added()
    {
        var group = await Control.AddGroupAsync(
            new NewGroup("orgs/acme", "big") { AllowsPublicRepositories = true }, Stop);
        var groups = await GetAsync("orgs/acme/actions/runner-groups");
        groups["runner_groups"]!.AsArray().Select(entry => (string)entry!["name"]!).ShouldBe(["Default", "big"]);
        (await GetAsync($"orgs/acme/actions/runner-groups/{group.Id}"))["allows_public_repositories"]!.GetValue<bool>()
            .ShouldBeTrue();
        (await GetAsync("enterprises/acme/actions/runner-groups"))["total_count"]!.GetValue<int>().ShouldBe(1);
    }

    [Fact]
    public async Task Groups_can_be_asked_for_by_what_a_repository_may_use()
    {
        var other = await Control.AddRepositoryAsync(new NewRepository("acme", "other"), Stop);
        await Control.AddGroupAsync(new NewGroup("orgs/acme", "trusted") { SelectedRepositories = [other.Id] }, Stop);
        var visible = await GetAsync("orgs/acme/actions/runner-groups?visible_to_repository=app");
        visible["runner_groups"]!.AsArray().Select(entry => (string)entry!["name"]!).ShouldBe(["Default"]);
    }

    [Fact]
    public async Task Labels_of_a_runner_can_be_read()
    {
        var (id, _) = await RegisterAsync("r", "a", "b");
        (await GetAsync($"{Runners}/{id}/labels"))["total_count"]!.GetValue<int>().ShouldBe(2);
    }

    [Fact]
    public async Task Without_an_archive_there_are_no_downloads() =>
        (await GetAsync($"{Runners}/downloads")).AsArray().ShouldBeEmpty();
}
