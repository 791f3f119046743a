using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Paddock.GitHub.Auth;
using Paddock.GitHubStandIn;
using Paddock.GitHubStandIn.Control;
using Paddock.Tests.Support;

namespace Paddock.Tests.StandIn;

public sealed class AppTests : StandInTest
{
    private const string ClientId = "Iv23listand";

    private long _installation;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        await Control.AddAppAsync(new NewApp(ClientId, TestAppKey.Common.Public), Stop);
        _installation = await Control.InstallAsync(new NewInstallation(ClientId, "acme"), Stop);
        UseJwt(TimeSpan.Zero);
    }

    [Theory]
    [InlineData("app", "Paddock of Acme")]
    [InlineData("orgs/acme/installation", "acme")]
    [InlineData("repos/acme/app/installation", "acme")]
    [InlineData("users/acme/installation", "acme")]
    public async Task An_App_asks_about_itself(string path, string wanted) =>
        (await GetAsync(path)).ToJsonString().ShouldContain(wanted);

    [Fact]
    public async Task An_installation_is_shown_by_its_number() =>
        ((long)(await GetAsync($"app/installations/{_installation}"))["id"]!).ShouldBe(_installation);

    [Theory]
    [InlineData("orgs/elsewhere/installation")]
    [InlineData("users/monalisa/installation")]
    [InlineData("app/installations/7")]
    public async Task Where_it_is_not_installed_is_404(string path) =>
        (await SendAsync(HttpMethod.Get, path)).Status.ShouldBe(404);

    [Fact]
    public async Task A_token_is_long_and_may_do_what_was_granted()
    {
        var token = await MintAsync();
        token.ShouldStartWith("ghs_");
        token.Length.ShouldBeGreaterThan(1000);
        Use(token);

        (await GetAsync("installation/repositories"))["total_count"]!.GetValue<int>().ShouldBe(1);
        await GetAsync("orgs/acme/repos");
        await RegisterAsync("r");
        (await SendAsync(HttpMethod.Get, "repos/acme/app/hooks")).Status.ShouldBe(403);
        (await SendAsync(HttpMethod.Post, "repos/acme/app/actions/runners/generate-jitconfig", JitBody("s")))
            .Body!["message"]!.ToString().ShouldBe("Resource not accessible by integration");
    }

    [Fact]
    public async Task A_token_reaches_nothing_of_another_owner()
    {
        await Control.AddRepositoryAsync(new NewRepository("elsewhere", "app"), Stop);
        Use(await MintAsync());

        (await SendAsync(HttpMethod.Get, "orgs/elsewhere/actions/runners")).Status.ShouldBe(403);
        (await SendAsync(HttpMethod.Get, "repos/elsewhere/app/actions/runs")).Status.ShouldBe(404);
    }

    [Fact]
    public async Task A_revoked_token_is_401()
    {
        Use(await MintAsync());
        (await SendAsync(HttpMethod.Delete, "installation/token")).Status.ShouldBe(204);

        (await SendAsync(HttpMethod.Get, "orgs/acme/actions/runners")).Status.ShouldBe(401);
    }

    [Fact]
    public async Task A_suspended_installation_gets_no_token_and_its_old_ones_do_nothing()
    {
        var token = await MintAsync();
        await Control.SuspendAsync(_installation, Stop);

        (await GetAsync("orgs/acme/installation"))["suspended_at"].ShouldNotBeNull();
        (await SendAsync(HttpMethod.Post, $"app/installations/{_installation}/access_tokens")).Status.ShouldBe(403);
        Use(token);
        (await SendAsync(HttpMethod.Get, "orgs/acme/actions/runners")).Status.ShouldBe(403);
    }

    [Theory]
    [InlineData(2, "'Issued at' claim ('iat')")]
    [InlineData(-10, "'Expiration time' claim ('exp') must be")]
    public async Task A_JWT_of_another_time_is_refused_with_GitHubs_words(int minutes, string message)
    {
        UseJwt(TimeSpan.FromMinutes(minutes));

        var (status, body) = await SendAsync(HttpMethod.Get, "app");
        status.ShouldBe(401);
        body!["message"]!.ToString().ShouldStartWith(message);
    }

    [Fact]
    public async Task A_JWT_that_another_key_signed_is_not_decoded()
    {
        UseJwt(TimeSpan.Zero, new TestAppKey());

        (await SendAsync(HttpMethod.Get, "app")).Body!["message"]!.ToString()
            .ShouldBe("A JSON web token could not be decoded");
    }

    [Theory]
    [InlineData("ghp_standinadmin")]
    [InlineData("a.b.c")]
    [InlineData(null)]
    public async Task Nothing_but_a_JWT_is_an_App(string? token)
    {
        Use(token);

        (await SendAsync(HttpMethod.Get, "app")).Status.ShouldBe(401);
    }

    /// <summary>The described part of GitHub's API does not hold this page.</summary>
    [Fact]
    public async Task An_installation_is_no_user()
    {
        var (status, body) = await GetUncheckedAsync("user", await MintAsync());

        status.ShouldBe(403);
        body["message"]!.ToString().ShouldContain("integration");
    }

    /// <summary>GitHub's description wants each owner in this list to be a user and an enterprise at once.</summary>
    [Fact]
    public async Task An_App_lists_its_installations()
    {
        var (_, body) = await GetUncheckedAsync("app/installations", Jwt(TimeSpan.Zero, TestAppKey.Common));

        body.AsArray().Single()!["account"]!["login"]!.ToString().ShouldBe("acme");
    }

    [Fact]
    public async Task The_webhook_of_an_App_is_read_changed_and_its_secret_not_shown()
    {
        await Control.ChangeAppAsync(
            new ChangedApp(ClientId) { Webhook = new("app", new Uri("http://127.0.0.1:9/hook"), "s") }, Stop);

        var (status, changed) = await SendAsync(
            HttpMethod.Patch, "app/hook/config", new JsonObject { ["secret"] = "t", ["content_type"] = "form" });

        status.ShouldBe(200);
        changed!.ToJsonString().ShouldBe((await GetAsync("app/hook/config")).ToJsonString());
        changed["content_type"]!.ToString().ShouldBe("form");
        changed["url"]!.ToString().ShouldBe("http://127.0.0.1:9/hook");
        changed["secret"]!.ToString().ShouldBe("********");
    }

    [Fact]
    public async Task The_webhook_of_an_App_tells_what_its_installations_may_see_and_for_which_of_them()
    {
        await Control.AddRepositoryAsync(new NewRepository("elsewhere", "app"), Stop);
        await Control.ChangeAppAsync(
            new ChangedApp(ClientId) { Webhook = new("app", new Uri("http://127.0.0.1:9/hook"), "s") }, Stop);
        await Control.QueueRunAsync(new NewRun("elsewhere/app", [Job("build")]), Stop);
        await QueueAsync(Job("build"));
        await Eventually.GetAsync(
            () => Control.StateAsync(Stop), state => state.Deliveries.Any(one => one.Status is not null));

        var listed = (await GetAsync("app/hook/deliveries")).AsArray().Single()!;
        var delivery = await GetAsync($"app/hook/deliveries/{listed["id"]}");

        ((long)delivery["request"]!["payload"]!["installation"]!["id"]!).ShouldBe(_installation);
        (await SendAsync(HttpMethod.Post, $"app/hook/deliveries/{listed["id"]}/attempts")).Status.ShouldBe(202);
    }

    private async Task<(int Status, JsonNode Body)> GetUncheckedAsync(string path, string token)
    {
        using var plain = new HttpClient { BaseAddress = Server.BaseAddress };
        plain.DefaultRequestHeaders.UserAgent.ParseAdd("paddock-tests");
        plain.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var response = await plain.GetAsync(path, Stop);
        return ((int)response.StatusCode, (await response.Content.ReadFromJsonAsync<JsonNode>(Stop))!);
    }

    private async Task<string> MintAsync()
    {
        var (status, body) = await SendAsync(
            HttpMethod.Post, $"app/installations/{_installation}/access_tokens", new JsonObject());
        status.ShouldBe(201);
        return (string)body!["token"]!;
    }

    private void UseJwt(TimeSpan fast, TestAppKey? key = null) => Use(Jwt(fast, key ?? TestAppKey.Common));

    private static string Jwt(TimeSpan fast, TestAppKey key) => AppJwt.Sign(
        AppKey.Parse(key.Pkcs1).Key!, ClientId, TimeProvider.System.GetUtcNow() + fast).Reveal();

    private void Use(string? token) => Rest.DefaultRequestHeaders.Authorization =
        token is null ? null : new AuthenticationHeaderValue("Bearer", token);
}
