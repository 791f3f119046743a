using Paddock.GitHubStandIn;
using Paddock.GitHubStandIn.Control;
using Paddock.Tests.Support;

namespace Paddock.Tests.EndToEnd;

/// <summary>What people at GitHub do to repositories, Apps and tokens while jobs wait and run.</summary>
public sealed class ChangingGitHubTests
{
    private long _app;
    private long _installation;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_repository_that_is_renamed_takes_its_running_and_its_waiting_job_along()
    {
        await using var fleet = await StartByTokenAsync("org:acme");
        var run = await fleet.PushAsync(
            "acme/app", ProcessFleet.Job("first", fleet.WaitAtGate), ProcessFleet.Job("second", "true"));
        await fleet.UntilAsync(run.Jobs[0], "in_progress");

        await fleet.GitHub.RenameRepositoryAsync(_app, "acme", "renamed", Stop);
        fleet.OpenGate();

        (await fleet.UntilAsync(run.Jobs[0], "completed")).Conclusion.ShouldBe("success");
        (await fleet.UntilAsync(run.Jobs[1], "completed")).Conclusion.ShouldBe("success");
        await fleet.UntilIdleAsync();
        await fleet.UntilAllIsWellAsync();
    }

    [Fact]
    public async Task A_scope_whose_repository_moves_to_another_owner_ends_its_job_and_says_where_it_went()
    {
        await using var fleet = await StartByTokenAsync("repo:acme/app");
        var run = await fleet.PushAsync("acme/app", ProcessFleet.Job("build", fleet.WaitAtGate));
        await fleet.UntilAsync(run.Jobs[0], "in_progress");

        await fleet.GitHub.RenameRepositoryAsync(_app, "elsewhere", "app", Stop);

        await fleet.UntilToldAsync("repo:acme/app is elsewhere/app by now");
        fleet.OpenGate();
        (await fleet.UntilAsync(run.Jobs[0], "completed")).Conclusion.ShouldBe("success");
        await fleet.UntilIdleAsync();
    }

    [Fact]
    public async Task A_repository_that_is_deleted_leaves_nothing_behind_and_its_neighbour_is_served()
    {
        await using var fleet = await StartByTokenAsync("repo:acme/app", "repo:acme/lib");
        var lost = await fleet.PushAsync("acme/app", ProcessFleet.Job("build", fleet.WaitAtGate));
        await fleet.UntilAsync(lost.Jobs[0], "in_progress");

        await fleet.GitHub.DeleteRepositoryAsync(_app, Stop);

        await fleet.UntilToldAsync("acme/app: GitHub says not found");
        var run = await fleet.PushAsync("acme/lib", ProcessFleet.Job("build", "true"));
        (await fleet.UntilAsync(run.Jobs[0], "completed")).Conclusion.ShouldBe("success");
        fleet.OpenGate();
        await fleet.UntilIdleAsync();
    }

    [Fact]
    public async Task A_job_that_waits_in_a_repository_that_is_archived_is_told_why_and_costs_nothing()
    {
        await using var fleet = await StartByTokenAsync("repo:acme/app");
        var run = await fleet.PushAsync(
            "acme/app", ProcessFleet.Job("first", fleet.WaitAtGate), ProcessFleet.Job("second", "true"));
        await fleet.UntilAsync(run.Jobs[0], "in_progress");

        await fleet.GitHub.ArchiveRepositoryAsync(_app, Stop);
        fleet.OpenGate();

        (await fleet.UntilAsync(run.Jobs[0], "completed")).Conclusion.ShouldBe("success");
        await fleet.UntilAsync(
            "the scope is refused", () => fleet.ExplainAsync(run.Jobs[1]),
            told => told.Contains("archived", StringComparison.Ordinal)
                && told.Contains("Unarchive it", StringComparison.Ordinal));
        await fleet.GitHub.CancelRunAsync(run.Id, Stop);
        await fleet.UntilIdleAsync();
    }

    [Fact]
    public async Task An_installation_that_is_suspended_says_so_and_serves_again_when_it_is_back()
    {
        await using var fleet = await StartAsAppAsync("org:acme");
        var first = await fleet.PushAsync("acme/app", ProcessFleet.Job("first", "true"));
        await fleet.UntilAsync(first.Jobs[0], "completed");

        await fleet.GitHub.SuspendAsync(_installation, Stop);
        var run = await fleet.PushAsync("acme/app", ProcessFleet.Job("second", "true"));
        await fleet.UntilToldAsync("suspended");
        await fleet.GitHub.UnsuspendAsync(_installation, Stop);

        (await fleet.UntilAsync(run.Jobs[0], "completed")).Conclusion.ShouldBe("success");
        await fleet.UntilIdleAsync();
        await fleet.UntilAllIsWellAsync();
    }

    [Fact]
    public async Task A_permission_that_is_taken_away_is_named_and_serves_again_when_it_is_back()
    {
        await using var fleet = await StartAsAppAsync("org:acme");
        await fleet.UntilAllIsWellAsync();
        await fleet.GitHub.GrantAsync(
            _installation, new Dictionary<string, string> { ["actions"] = "read", ["metadata"] = "read" }, Stop);
        await fleet.GitHub.RevokeTokensAsync(_installation, Stop);

        var run = await fleet.PushAsync("acme/app", ProcessFleet.Job("build", "true"));
        await fleet.UntilToldAsync("organization_self_hosted_runners: write");
        await fleet.GitHub.GrantAsync(_installation, new NewApp("", "").Permissions, Stop);

        (await fleet.UntilAsync(run.Jobs[0], "completed")).Conclusion.ShouldBe("success");
        await fleet.UntilIdleAsync();
    }

    [Fact]
    public async Task A_token_that_is_revoked_while_a_job_runs_says_so_and_its_file_is_read_anew()
    {
        await using var fleet = await StartByTokenAsync("org:acme");
        var first = await fleet.PushAsync("acme/app", ProcessFleet.Job("first", fleet.WaitAtGate));
        await fleet.UntilAsync(first.Jobs[0], "in_progress");

        await fleet.GitHub.RevokeTokenAsync(StandInToken.Admin.Value, Stop);
        await fleet.UntilToldAsync("wrong, expired or revoked");
        fleet.OpenGate();
        (await fleet.UntilAsync(first.Jobs[0], "completed")).Conclusion.ShouldBe("success");
        var run = await fleet.PushAsync("acme/app", ProcessFleet.Job("second", "true"));
        await fleet.GitHub.AddTokenAsync(StandInToken.Admin with { Value = "ghp_another" }, Stop);
        await File.WriteAllTextAsync(fleet.TokenFile, "ghp_another", Stop);

        (await fleet.UntilAsync(run.Jobs[0], "completed")).Conclusion.ShouldBe("success");
        await fleet.UntilIdleAsync();
        await fleet.UntilAllIsWellAsync();
    }

    [Fact]
    public async Task A_repository_of_a_user_is_served()
    {
        await using var fleet = await StartByTokenAsync("repo:monalisa/toys");

        var run = await fleet.PushAsync("monalisa/toys", ProcessFleet.Job("build", "true"));

        (await fleet.UntilAsync(run.Jobs[0], "completed")).Conclusion.ShouldBe("success");
        await fleet.UntilIdleAsync();
    }

    private Task<ProcessFleet> StartByTokenAsync(params string[] scopes) => StartAsync(new ProcessFleetShape(scopes));

    private Task<ProcessFleet> StartAsAppAsync(params string[] scopes) => StartAsync(new ProcessFleetShape(scopes)
    {
        Credential = $"app: {{client_id: {ProcessFleet.AppClientId}, private_key: \"${{E2E_APP_KEY}}\"}}",
    });

    private Task<ProcessFleet> StartAsync(ProcessFleetShape shape) => ProcessFleet.StartAsync(shape, async gitHub =>
    {
        await gitHub.AddOrganizationAsync("acme", Stop);
        _app = (await gitHub.AddRepositoryAsync(new NewRepository("acme", "app"), Stop)).Id;
        await gitHub.AddRepositoryAsync(new NewRepository("acme", "lib"), Stop);
        await gitHub.AddRepositoryAsync(new NewRepository("monalisa", "toys") { OwnerIsOrganization = false }, Stop);
        await gitHub.AddAppAsync(new NewApp(ProcessFleet.AppClientId, TestAppKey.Common.Public), Stop);
        _installation = await gitHub.InstallAsync(new NewInstallation(ProcessFleet.AppClientId, "acme"), Stop);
    });
}
