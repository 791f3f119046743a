using System.Text.Json.Nodes;
using Paddock.GitHubStandIn;
using Paddock.GitHubStandIn.Control;
using Paddock.RealTests.Docker;
using Paddock.RealTests.EndToEnd;

namespace Paddock.RealTests.Lxd;

/// <summary>
/// A whole Paddock with system containers of a real LXD: from a delivery to a job that has run, and nothing left.
/// </summary>
[Collection(nameof(DockerHost))]
public sealed class LxdFleetTests(LxdHost host)
{
    private const int Slots = 4;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Twenty_jobs_on_four_slots_run_each_on_a_container_of_its_own_and_leave_nothing()
    {
        await using var fleet = await LiveFleet.StartAsync(host, new FleetShape { RunnersMax = Slots });
        var names = Enumerable.Range(1, 20).Select(i => $"job-{i}").ToList();

        var run = await fleet.PushAsync([.. names.Select(name => LiveFleet.Job(name, fleet.Desk.Report(name)))]);
        var jobs = await fleet.UntilOverAsync(run);

        jobs.ShouldAllBe(job => job.Conclusion == "success");
        jobs.Select(job => job.RunnerName).Distinct().Count().ShouldBe(20);
        fleet.Desk.Reports.ShouldBe(names, ignoreOrder: true);
        await fleet.ShouldLeaveNothingAsync();
        fleet.Engine.Most.ShouldBeInRange(2, Slots);
        fleet.Engine.Made.ShouldBe(20);
    }

    [Fact]
    public async Task Warm_runners_take_jobs_at_once_are_replaced_and_go_with_a_flush()
    {
        await using var fleet = await LiveFleet.StartAsync(
            host, new FleetShape { RunnersMax = Slots, Idle = 2, Sweep = TimeSpan.FromSeconds(2) });
        await IdleAsync(fleet);
        var warm = await NamesAsync(fleet);

        var job = (await fleet.UntilOverAsync(await fleet.PushAsync(LiveFleet.Job("warm")))).Single();
        warm.ShouldContain(job.RunnerName);
        await IdleAsync(fleet);
        var before = await NamesAsync(fleet);

        (await fleet.CommandAsync("runners", "flush", "linux")).ExitCode.ShouldBe(0);
        await IdleAsync(fleet);
        (await NamesAsync(fleet)).Intersect(before).ShouldBeEmpty();

        (await fleet.CommandAsync("drain", "linux")).ExitCode.ShouldBe(0);
        await fleet.ShouldLeaveNothingAsync();
        fleet.Engine.Most.ShouldBeLessThanOrEqualTo(Slots);
    }

    [Fact]
    public async Task With_Paddock_killed_and_LXD_killed_in_the_middle_every_job_runs_once_and_nothing_is_left()
    {
        await using var fleet = await LiveFleet.StartAsync(
            host, new FleetShape { RunnersMax = Slots, Sweep = TimeSpan.FromSeconds(2) });
        var names = Enumerable.Range(1, 12).Select(i => $"job-{i}").ToList();
        var run = await fleet.PushAsync([.. names.Select(name => LiveFleet.Job(name, fleet.Desk.Report(name)))]);

        await OverAsync(fleet, 2);
        await fleet.Paddock.KillAsync();
        fleet.Paddock.Start();
        await OverAsync(fleet, 5);
        await host.RestartAsync();
        await OverAsync(fleet, 8);
        await host.KillAsync();
        await fleet.Paddock.KillAsync();
        await host.StartAgainAsync();

        // A Paddock whose provider cannot be reached does not start; who supervises it starts it again.
        fleet.Paddock.Start();
        var jobs = await fleet.UntilOverAsync(run);

        jobs.ShouldAllBe(job => job.Conclusion == "success");
        fleet.Desk.Reports.ShouldBe(names, ignoreOrder: true);
        await fleet.ShouldLeaveNothingAsync();
        fleet.Engine.Most.ShouldBeInRange(2, Slots);
    }

    [Fact]
    public async Task A_container_that_somebody_deletes_is_noticed_and_the_next_job_gets_another()
    {
        await using var fleet = await LiveFleet.StartAsync(
            host, new FleetShape { RunnersMax = 1, Idle = 1, Sweep = TimeSpan.FromSeconds(2) });
        await IdleAsync(fleet, count: 1);
        var victim = (await fleet.Engine.MachinesAsync(Stop)).Single();

        await host.CommandAsync("delete", "--force", victim);
        await fleet.UntilAsync(
            "its registration is gone and another is there",
            state => state.Runners.Count == 1 && state.Runners[0].Name != victim);
        var job = (await fleet.UntilOverAsync(await fleet.PushAsync(LiveFleet.Job("next")))).Single();

        job.Conclusion.ShouldBe("success");
        job.RunnerName.ShouldNotBe(victim);
        (await fleet.CommandAsync("drain", "linux")).ExitCode.ShouldBe(0);
        await fleet.ShouldLeaveNothingAsync();
    }

    [Fact]
    public async Task A_job_sees_neither_its_ticket_nor_Paddock()
    {
        await using var fleet = await LiveFleet.StartAsync(host, new FleetShape());
        var run = await fleet.PushAsync(LiveFleet.Job(
            "look around",
            new NewStep($"""
                test ! -e '{fleet.AdminSocket}'
                test ! -e /dev/lxd/sock
                ! ls /.paddock.parcel
                ! timeout 3 bash -c 'exec 4<> /dev/tcp/{host.Gateway}/{fleet.Hooks.Port}'
                echo "nothing to be seen"
                """),
            fleet.Desk.Hold("inside")));
        await fleet.UntilAsync(
            "the job is inside, or over",
            state => fleet.Desk.Reports.Count == 1 || state.Jobs.Single().Status == "completed");

        var name = (await fleet.Engine.MachinesAsync(Stop)).ShouldHaveSingleItem();
        var told = await fleet.Engine.InspectAsync(name, Stop)
            + await host.CommandAsync("query", "/1.0/operations?recursion=1")
            + await host.CommandAsync("exec", name, "--", "sh", "-c", "cat /proc/[0-9]*/cmdline | tr '\\0' ' '");
        var key = JsonNode.Parse(await host.CommandAsync(
            "exec", name, "--", "sh", "-c", "cat /opt/actions-runner/.credentials_rsaparams"))!;
        told.ShouldNotContain((string)key["d"]!);
        fleet.Secrets.ShouldAllBe(secret => !told.Contains(secret));

        fleet.Desk.Open();
        var job = (await fleet.UntilOverAsync(run)).Single();
        var log = (await fleet.GitHub.LogAsync(job.Id, Stop)).Job!;
        job.Conclusion.ShouldBe("success", log);
        await fleet.ShouldLeaveNothingAsync();
    }

    private static Task OverAsync(LiveFleet fleet, int count) => fleet.UntilAsync(
        $"{count} are over", state => state.Jobs.Count(job => job.Status == "completed") >= count);

    private static Task IdleAsync(LiveFleet fleet, int count = 2) => fleet.UntilAsync(
        $"{count} runners idle",
        state => state.Runners.Count == count
            && state.Runners.All(runner => runner is { IsOnline: true, IsBusy: false }));

    private static async Task<IReadOnlyList<string>> NamesAsync(LiveFleet fleet) =>
        [.. (await fleet.GitHub.StateAsync(Stop)).Runners.Select(runner => runner.Name)];
}
