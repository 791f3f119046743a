using Paddock.GitHubStandIn;
using Paddock.GitHubStandIn.Control;

namespace Paddock.Tests.EndToEnd;

/// <summary>Runners of an enterprise, for repositories of all its organizations.</summary>
public sealed class EnterpriseTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Jobs_of_two_organizations_run_on_runners_of_the_enterprise_in_the_group_that_is_named()
    {
        var shape = new ProcessFleetShape("enterprise:acme-corp")
        {
            Hook = "enterprises/acme-corp", Group = "Builders",
        };
        await using var fleet = await ProcessFleet.StartAsync(shape, async gitHub =>
        {
            await gitHub.AddRepositoryAsync(new NewRepository("acme", "app"), Stop);
            await gitHub.AddRepositoryAsync(new NewRepository("beta", "lib"), Stop);
            await gitHub.AddGroupAsync(new NewGroup("enterprises/acme-corp", "Builders"), Stop);
        });

        var first = await fleet.PushAsync("acme/app", ProcessFleet.Job("build", fleet.WaitAtGate));
        await fleet.UntilAsync(first.Jobs[0], "in_progress");
        var runner = (await fleet.GitHub.StateAsync(Stop)).Runners.ShouldHaveSingleItem();
        fleet.OpenGate();
        var second = await fleet.PushAsync("beta/lib", ProcessFleet.Job("build", "true"));

        (await fleet.UntilAsync(first.Jobs[0], "completed")).Conclusion.ShouldBe("success");
        (await fleet.UntilAsync(second.Jobs[0], "completed")).Conclusion.ShouldBe("success");
        runner.Scope.ShouldBe("enterprises/acme-corp");
        runner.GroupId.ShouldBe(2);
        await fleet.UntilIdleAsync();
        await fleet.UntilAllIsWellAsync();
    }

    [Fact]
    public async Task A_token_that_GitHub_lets_manage_no_enterprise_is_told_which_one_would_do()
    {
        await using var fleet = await ProcessFleet.StartAsync(
            new ProcessFleetShape("enterprise:acme-corp") { Credential = "token: github_pat_fine", Hook = "orgs/acme" },
            async gitHub =>
            {
                await gitHub.AddRepositoryAsync(new NewRepository("acme", "app"), Stop);
                await gitHub.AddTokenAsync(
                    new StandInToken("github_pat_fine", "mona") { Permissions = new Dictionary<string, string>() },
                    Stop);
            });

        await fleet.UntilToldAsync("lets only classic tokens manage the runners of enterprise:acme-corp");
    }
}
