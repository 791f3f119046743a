using Paddock.GitHubStandIn.Control;

namespace Paddock.Tests.EndToEnd;

/// <summary>Machines that register themselves, for a GitHub without JIT configurations.</summary>
public sealed class RegistrationTokenTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_job_runs_on_a_machine_that_registered_itself_and_finds_no_token_there()
    {
        var shape = new ProcessFleetShape("org:acme")
        {
            Credential = "token_file: token\n  tickets: registration_token", Group = "Builders",
        };
        await using var fleet = await ProcessFleet.StartAsync(shape, async gitHub =>
        {
            await gitHub.AddRepositoryAsync(new NewRepository("acme", "app"), Stop);
            await gitHub.AddGroupAsync(new NewGroup("orgs/acme", "Builders"), Stop);
        });

        var run = await fleet.PushAsync("acme/app", ProcessFleet.Job(
            "build", "! env | grep ACTIONS_RUNNER_INPUT", "! find ../../.. -name .registration | grep .",
            "find ../../.. -name .credentials | grep .", fleet.WaitAtGate));
        await fleet.UntilAsync(run.Jobs[0], "in_progress");
        var runner = (await fleet.GitHub.StateAsync(Stop)).Runners.ShouldHaveSingleItem();
        fleet.OpenGate();

        (await fleet.UntilAsync(run.Jobs[0], "completed")).Conclusion.ShouldBe("success");
        runner.Labels.ShouldBe(["self-hosted", "linux"]);
        runner.GroupId.ShouldBe(2);
        await fleet.UntilIdleAsync();
        await fleet.UntilAllIsWellAsync();
        (await fleet.GitHub.StateAsync(Stop)).CountOf("actions/generate-runner-jitconfig-for-org").ShouldBe(0);
    }

    [Fact]
    public async Task A_runner_that_nobody_needs_any_more_is_found_by_its_name_and_removed()
    {
        var shape = new ProcessFleetShape("org:acme")
        {
            Credential = "token_file: token\n  tickets: registration_token",
            More = "timeouts: {registration: 8s, idle: 1s}",
        };
        await using var fleet = await ProcessFleet.StartAsync(shape, async gitHub =>
        {
            await gitHub.AddRepositoryAsync(new NewRepository("acme", "app"), Stop);
            await gitHub.AddRepositoryAsync(new NewRepository("acme", "lib"), Stop);
        });

        var run = await fleet.PushAsync("acme/app", ProcessFleet.Job("build", "true"));
        await fleet.UntilAsync(
            "a machine is there", fleet.StatusOrNullAsync, status => status?.Totals.Machines == 1);
        await fleet.GitHub.CancelRunAsync(run.Id, Stop);

        await fleet.UntilIdleAsync();
    }
}
