using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Paddock.GitHubModel;
using Paddock.GitHubStandIn;
using Paddock.GitHubStandIn.Control;
using Paddock.GitHubStandIn.Faults;

namespace Paddock.Tests.StandIn;

public sealed class RestLimitsTests : StandInTest
{
    private const string Runners = "orgs/acme/actions/runners";

    protected override StandInOptions Options => new()
    {
        Seed = 1,
        Rates = new RateRules { RequestsPerHourMax = 100, PointsPerMinuteMax = 40 },
        Tokens =
        [
            StandInToken.Admin,
            new StandInToken("github_pat_reader", "hubot")
            {
                Permissions = new Dictionary<string, string>
                {
                    ["actions"] = "read", ["organization_self_hosted_runners"] = "read",
                },
            },
            new StandInToken("ghp_weak", "weak") { Scopes = ["read:org"] },
            new StandInToken("github_pat_elsewhere", "elsewhere")
            {
                Permissions = new Dictionary<string, string> { ["actions"] = "write" }, Repositories = ["acme/other"],
            },
        ],
    };

    private static string Header(HttpResponseMessage response, string name) =>
        response.Headers.GetValues(name).Single();

    private async Task<(int Status, string Remaining, string? Tag)> ConditionalAsync(string? tag)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, Runners);
        if (tag is not null)
        {
            request.Headers.IfNoneMatch.Add(EntityTagHeaderValue.Parse(tag));
        }
        using var response = await Rest.SendAsync(request, Stop);
        return ((int)response.StatusCode, Header(response, "x-ratelimit-remaining"), response.Headers.ETag?.ToString());
    }

    [Fact]
    public async Task An_unchanged_answer_is_304_and_free()
    {
        var (_, before, tag) = await ConditionalAsync(null);
        (await ConditionalAsync(tag)).ShouldBe((304, before, tag));
        await RegisterAsync("r");
        (await ConditionalAsync(tag)).Status.ShouldBe(200);
    }

    [Fact]
    public async Task A_used_up_budget_is_403_with_nothing_remaining_until_the_reset()
    {
        await Control.SetLimitsAsync(new NewLimits("monalisa") { Remaining = 1, ResetInSeconds = 90 }, Stop);
        await GetAsync(Runners);
        using var refused = await Rest.GetAsync(Runners, Stop);
        ((int)refused.StatusCode).ShouldBe(403);
        Header(refused, "x-ratelimit-remaining").ShouldBe("0");
        var reset = DateTimeOffset.FromUnixTimeSeconds(long.Parse(Header(refused, "x-ratelimit-reset")));
        reset.ShouldBe(TimeProvider.System.GetUtcNow().AddSeconds(90), TimeSpan.FromSeconds(30));
        (await GetAsync("rate_limit"))["resources"]!["core"]!["remaining"]!.GetValue<int>().ShouldBe(0);
    }

    [Fact]
    public async Task Too_many_writes_in_a_minute_meet_the_secondary_limit()
    {
        for (var i = 0; i < 8; i++)
        {
            await RegisterAsync($"r{i}");
        }
        var (status, body) = await SendAsync(HttpMethod.Post, $"{Runners}/generate-jitconfig", JitBody("one-more"));
        status.ShouldBe(403);
        body!["message"]!.ToString().ShouldContain("secondary rate");
    }

    [Theory]
    [InlineData(null)]
    [InlineData(7)]
    public async Task A_secondary_limit_can_be_asked_for_with_and_without_Retry_After(int? seconds)
    {
        await Control.AddFaultAsync(
            new RouteFault(
                $"GET /{Runners}") { Kind = RouteFaultKind.SecondaryLimit, RetryAfterSeconds = seconds }, Stop);
        using var refused = await Rest.GetAsync(Runners, Stop);
        ((int)refused.StatusCode).ShouldBe(403);
        refused.Headers.RetryAfter?.Delta?.TotalSeconds.ShouldBe(seconds ?? 0);
        (refused.Headers.RetryAfter is null).ShouldBe(seconds is null);
    }

    [Theory]
    [InlineData(RouteFaultKind.PrimaryLimit)]
    [InlineData(RouteFaultKind.SecondaryLimit)]
    public async Task Both_limits_can_come_as_429(RouteFaultKind kind)
    {
        await Control.AddFaultAsync(new RouteFault("GET *") { Kind = kind, Status = 429 }, Stop);
        (await SendAsync(HttpMethod.Get, Runners)).Status.ShouldBe(429);
    }

    [Fact]
    public async Task A_fault_hits_as_often_as_it_was_asked_to()
    {
        await Control.AddFaultAsync(
            new RouteFault("GET */actions/runners") { Kind = RouteFaultKind.Status, Status = 503, Count = 2 }, Stop);
        var statuses = new List<int>();
        for (var i = 0; i < 3; i++)
        {
            statuses.Add((await SendAsync(HttpMethod.Get, Runners)).Status);
        }
        statuses.ShouldBe([503, 503, 200]);
    }

    [Fact]
    public async Task An_answer_can_be_late()
    {
        await Control.AddFaultAsync(new RouteFault("GET */actions/runners") { DelayMs = 300 }, Stop);
        var started = TimeProvider.System.GetTimestamp();
        await GetAsync(Runners);
        TimeProvider.System.GetElapsedTime(started).ShouldBeGreaterThan(TimeSpan.FromMilliseconds(290));
    }

    [Fact]
    public async Task A_token_nobody_knows_is_401()
    {
        using var stranger = RestAs("ghp_stranger");
        using var response = await stranger.GetAsync(Runners, Stop);
        ((int)response.StatusCode).ShouldBe(401);
    }

    [Fact]
    public async Task A_fine_grained_token_may_do_what_it_was_given()
    {
        using var reader = RestAs("github_pat_reader");
        using var allowed = await reader.GetAsync(Runners, Stop);
        ((int)allowed.StatusCode).ShouldBe(200);
        using var forbidden = await reader.PostAsync($"{Runners}/registration-token", null, Stop);
        ((int)forbidden.StatusCode).ShouldBe(403);
        Header(forbidden, "X-Accepted-GitHub-Permissions").ShouldBe("organization_self_hosted_runners=write");
    }

    [Fact]
    public async Task A_classic_token_needs_the_scope()
    {
        using var weak = RestAs("ghp_weak");
        using var forbidden = await weak.GetAsync(Runners, Stop);
        ((int)forbidden.StatusCode).ShouldBe(403);
        Header(forbidden, "X-OAuth-Scopes").ShouldBe("read:org");
        Header(forbidden, "X-Accepted-OAuth-Scopes").ShouldBe("admin:org");
    }

    [Fact]
    public async Task No_fine_grained_token_reaches_an_enterprise()
    {
        using var reader = RestAs("github_pat_reader");
        using var forbidden = await reader.GetAsync("enterprises/acme/actions/runners", Stop);
        ((int)forbidden.StatusCode).ShouldBe(403);
    }

    [Fact]
    public async Task A_private_repository_does_not_exist_for_those_who_may_not_see_it()
    {
        using var elsewhere = RestAs("github_pat_elsewhere");
        using var missing = await elsewhere.GetAsync("repos/acme/app/actions/runs", Stop);
        ((int)missing.StatusCode).ShouldBe(404);
    }

    [Fact]
    public async Task Without_a_token_only_public_things_can_be_read()
    {
        await Control.AddRepositoryAsync(new NewRepository("acme", "open") { IsPrivate = false }, Stop);
        using var nobody = RestAs(null);
        using var open = await nobody.GetAsync("repos/acme/open/actions/runs", Stop);
        ((int)open.StatusCode).ShouldBe(200);
        Header(open, "x-ratelimit-limit").ShouldBe("60");
        using var refused = await nobody.GetAsync(Runners, Stop);
        ((int)refused.StatusCode).ShouldBe(401);
    }

    [Fact]
    public async Task An_API_version_there_never_was_is_a_bad_request()
    {
        Rest.DefaultRequestHeaders.Add("X-GitHub-Api-Version", "2019-01-01");
        (await SendAsync(HttpMethod.Get, Runners)).Status.ShouldBe(400);
    }

    [Fact]
    public async Task A_caller_without_a_name_is_turned_away()
    {
        using var nameless = new HttpClient();
        nameless.DefaultRequestHeaders.Authorization = Rest.DefaultRequestHeaders.Authorization;
        using var response = await nameless.GetAsync(new Uri($"{Server.ApiAddress}/{Runners}"), Stop);
        ((int)response.StatusCode).ShouldBe(403);
    }

    [Fact]
    public async Task Both_base_paths_serve_the_same()
    {
        using var plain = new HttpClient { BaseAddress = Server.BaseAddress };
        plain.DefaultRequestHeaders.UserAgent.ParseAdd("paddock-tests");
        plain.DefaultRequestHeaders.Authorization = Rest.DefaultRequestHeaders.Authorization;
        using var response = await plain.GetAsync($"/{Runners}", Stop);
        ((int)response.StatusCode).ShouldBe(200);
    }

    [Fact]
    public async Task Requests_are_counted_by_route_and_caller()
    {
        await GetAsync(Runners);
        await RegisterAsync("r");
        var state = await Control.StateAsync(Stop);
        state.Requests.ShouldContain(new RequestCount("actions/generate-runner-jitconfig-for-org", "monalisa", 201, 1));
        state.CountOf("actions/list-self-hosted-runners-for-org").ShouldBe(1);
    }

    /// <summary>Not through the checked client: the described part of GitHub's API does not hold this page.</summary>
    [Theory]
    [InlineData("github_pat_reader", 200, "hubot")]
    [InlineData("ghp_weak", 200, "weak")]
    [InlineData("ghp_unknown", 401, null)]
    [InlineData(null, 401, null)]
    public async Task Every_token_may_ask_whose_it_is(string? token, int status, string? login)
    {
        using var plain = new HttpClient { BaseAddress = Server.BaseAddress };
        plain.DefaultRequestHeaders.UserAgent.ParseAdd("paddock-tests");
        plain.DefaultRequestHeaders.Authorization =
            token is null ? null : new AuthenticationHeaderValue("Bearer", token);

        using var response = await plain.GetAsync("/user", Stop);

        ((int)response.StatusCode).ShouldBe(status);
        ((string?)(await response.Content.ReadFromJsonAsync<JsonNode>(Stop))!["login"]).ShouldBe(login);
    }

    [Fact]
    public async Task A_request_that_nothing_serves_is_put_down()
    {
        using var plain = new HttpClient { BaseAddress = Server.BaseAddress };
        using var response = await plain.GetAsync("/repos/acme/app/actions/secrets", Stop);
        ((int)response.StatusCode).ShouldBe(404);
        (await Control.StateAsync(Stop)).Unexpected.ShouldBe(["GET /repos/acme/app/actions/secrets"]);
    }

    [Fact]
    public async Task A_reset_makes_a_new_world()
    {
        await RegisterAsync("r");
        await Control.ResetAsync(Stop);
        var state = await Control.StateAsync(Stop);
        state.Runners.ShouldBeEmpty();
        state.Requests.ShouldBeEmpty();
    }
}
