using System.Text.Json.Nodes;
using Paddock.GitHubStandIn;
using Paddock.GitHubStandIn.Control;
using Paddock.GitHubStandIn.Faults;
using Paddock.RealTests.Docker;

namespace Paddock.RealTests.EndToEnd;

/// <summary>From a delivery over HTTP to a job that has run in a container, and nothing left.</summary>
[Collection(nameof(DockerHost))]
public sealed class MainPathTests(DockerHost host)
{
    private const string Registration = "generate-runner-jitconfig";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_delivery_becomes_a_job_that_has_run_with_one_call_to_GitHub()
    {
        await using var fleet = await LiveFleet.StartAsync(host, new FleetShape());

        // What is asked once for a fleet: the runner's archive, the group's number, the first sweep.
        await fleet.UntilOverAsync(await fleet.PushAsync(LiveFleet.Job("warm up")));
        await fleet.UntilAsync("its registration is gone", state => state.Runners.Count == 0);
        var before = CallsOfPaddock(await fleet.GitHub.StateAsync(Stop));

        var run = await fleet.PushAsync(LiveFleet.Job(
            "build", new NewStep("echo \"kernel $(uname -s), user $(id -un)\""), fleet.Desk.Report("built")));
        var job = (await fleet.UntilOverAsync(run)).Single();

        job.Conclusion.ShouldBe("success");
        fleet.Desk.Reports.ShouldBe(["built"]);
        (await fleet.GitHub.LogAsync(job.Id, Stop)).Job!.ShouldContain("kernel Linux, user runner");
        await ShouldBeToldAsync(fleet, job);
        await fleet.ShouldLeaveNothingAsync();
        var calls = CallsOfPaddock(await fleet.GitHub.StateAsync(Stop));
        calls.Where(call => call.Value > before.GetValueOrDefault(call.Key))
            .Select(call => (call.Key.Contains(Registration), call.Value - before.GetValueOrDefault(call.Key)))
            .ShouldBe([(true, 1)]);
    }

    [Fact]
    public async Task A_GitHub_App_asks_once_for_its_installation_and_once_for_a_token()
    {
        await using var fleet = await LiveFleet.StartAsync(
            host, new FleetShape { IsApp = true, Sweep = TimeSpan.FromSeconds(2) });

        var run = await fleet.PushAsync(LiveFleet.Job("build", fleet.Desk.Report("built")));
        var job = (await fleet.UntilOverAsync(run)).Single();

        job.Conclusion.ShouldBe("success");
        fleet.Desk.Reports.ShouldBe(["built"]);
        await fleet.ShouldLeaveNothingAsync();
        var state = await fleet.GitHub.StateAsync(Stop);
        state.Requests.Where(request => request.Caller == $"app:{FleetFile.AppClientId}")
            .Select(request => (request.Route, request.Status, request.Count)).ShouldBe(
            [
                ("apps/create-installation-access-token", 201, 1),
                ("apps/get-org-installation", 200, 1),
            ]);
        state.Requests.ShouldNotContain(request => request.Caller == StandInToken.Admin.Login);
    }

    [Fact]
    public async Task A_machine_that_registers_itself_runs_its_job_as_the_runners_user_and_no_token_is_left()
    {
        await using var fleet = await LiveFleet.StartAsync(host, new FleetShape { RegistersItself = true });

        var run = await fleet.PushAsync(LiveFleet.Job(
            "build", new NewStep("! env | grep ACTIONS_RUNNER_INPUT"),
            new NewStep("! find ../../.. -name .registration | grep ."),
            new NewStep("echo \"user $(id -un)\""), fleet.Desk.Report("built")));
        var job = (await fleet.UntilOverAsync(run)).Single();

        job.Conclusion.ShouldBe("success");
        fleet.Desk.Reports.ShouldBe(["built"]);
        (await fleet.GitHub.LogAsync(job.Id, Stop)).Job!.ShouldContain("user runner");
        await fleet.ShouldLeaveNothingAsync();
        (await fleet.GitHub.StateAsync(Stop)).Requests.ShouldNotContain(call => call.Route.Contains(Registration));
    }

    [Fact]
    public async Task A_burst_runs_within_the_limit_each_job_on_a_runner_of_its_own()
    {
        await using var fleet = await LiveFleet.StartAsync(host, new FleetShape { RunnersMax = 10 });
        var names = Enumerable.Range(1, 50).Select(i => $"job-{i}").ToList();

        var run = await fleet.PushAsync([.. names.Select(name => LiveFleet.Job(name, fleet.Desk.Report(name)))]);
        var jobs = await fleet.UntilOverAsync(run);

        jobs.ShouldAllBe(job => job.Conclusion == "success");
        jobs.Select(job => job.RunnerName).Distinct().Count().ShouldBe(50);
        fleet.Desk.Reports.ShouldBe(names, ignoreOrder: true);
        await fleet.ShouldLeaveNothingAsync();
        fleet.Engine.Most.ShouldBeInRange(2, 10);
        fleet.Engine.Made.ShouldBe(50);
    }

    [Fact]
    public async Task A_delivery_that_never_came_is_found_by_the_sweep()
    {
        await using var fleet = await LiveFleet.StartAsync(
            host, new FleetShape { Sweep = TimeSpan.FromSeconds(2) });
        await fleet.GitHub.AddFaultAsync(
            new WebhookFault(WebhookFaultKind.Lose, "workflow_job", "queued"), Stop);

        var job = (await fleet.UntilOverAsync(await fleet.PushAsync(LiveFleet.Job("lost")))).Single();

        job.Conclusion.ShouldBe("success");
        (await fleet.GitHub.StateAsync(Stop)).Deliveries.Single(sent => sent.Action == "queued").StatusCode
            .ShouldNotBe(202);
        await fleet.ShouldLeaveNothingAsync();
    }

    [Fact]
    public async Task A_delivery_that_never_came_is_read_back_long_before_the_sweep()
    {
        await using var fleet = await LiveFleet.StartAsync(
            host, new FleetShape { DeliveryLog = TimeSpan.FromSeconds(1) });
        await fleet.GitHub.AddFaultAsync(
            new WebhookFault(WebhookFaultKind.Lose, "workflow_job", "queued"), Stop);

        var job = (await fleet.UntilOverAsync(await fleet.PushAsync(LiveFleet.Job("lost")))).Single();

        job.Conclusion.ShouldBe("success");
        var state = await fleet.GitHub.StateAsync(Stop);
        state.CountOf("orgs/get-webhook-delivery").ShouldBe(1);
        state.CountOf("orgs/redeliver-webhook-delivery").ShouldBe(0);
        await fleet.ShouldLeaveNothingAsync();
    }

    [Fact]
    public async Task Killed_three_times_in_a_burst_it_runs_every_job_once()
    {
        await using var fleet = await LiveFleet.StartAsync(
            host, new FleetShape { RunnersMax = 6, Sweep = TimeSpan.FromSeconds(2) });
        var names = Enumerable.Range(1, 20).Select(i => $"job-{i}").ToList();
        var run = await fleet.PushAsync([.. names.Select(name => LiveFleet.Job(name, fleet.Desk.Report(name)))]);

        // While the first are asked for, while some run, and while most are over.
        await KillAsync(fleet, "a registration", state => state.Runners.Count >= 1);
        await KillAsync(fleet, "5 over", state => state.Jobs.Count(job => job.Status == "completed") >= 5);
        await KillAsync(fleet, "13 over", state => state.Jobs.Count(job => job.Status == "completed") >= 13);
        var jobs = await fleet.UntilOverAsync(run);

        jobs.ShouldAllBe(job => job.Conclusion == "success");
        jobs.Select(job => job.RunnerName).Distinct().Count().ShouldBe(20);
        fleet.Desk.Reports.ShouldBe(names, ignoreOrder: true);
        await fleet.ShouldLeaveNothingAsync();
        fleet.Engine.Most.ShouldBeInRange(2, 6);
    }

    private static async Task KillAsync(LiveFleet fleet, string moment, Func<StandInState, bool> isThere)
    {
        await fleet.UntilAsync(moment, isThere);
        await fleet.Paddock.KillAsync();
        fleet.Paddock.Start();
        await fleet.UntilAnswersAsync();
    }

    private static async Task ShouldBeToldAsync(LiveFleet fleet, JobState job)
    {
        var (_, output, _) = await fleet.CommandAsync("jobs", "--state", "all", "-o", "json");
        var told = JsonNode.Parse(output)!["jobs"]!.AsArray().Single(one => (long)one!["id"]! == job.Id)!;
        ((string)told["state"]!, (string)told["conclusion"]!, (string)told["runner"]!)
            .ShouldBe(("done", "success", job.RunnerName!));

        var (code, story, error) = await fleet.CommandAsync("explain", job.Id.ToString());
        code.ShouldBe(0, error);
        story.ShouldContain(job.RunnerName!);
        story.ShouldContain("success");
    }

    private static Dictionary<string, int> CallsOfPaddock(StandInState state) =>
        state.Requests.Where(request => request.Caller == StandInToken.Admin.Login)
            .GroupBy(request => request.Route)
            .ToDictionary(calls => calls.Key, calls => calls.Sum(call => call.Count));
}
