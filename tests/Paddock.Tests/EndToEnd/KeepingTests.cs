using Paddock.App.Api;
using Paddock.GitHubStandIn.Control;
using Paddock.Tests.App.Cli;

namespace Paddock.Tests.EndToEnd;

/// <summary>A warm pool of the real program, looked after from the command line.</summary>
public sealed class KeepingTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_flush_replaces_the_idle_runner_and_leaves_a_busy_one_its_job()
    {
        await using var fleet = await StartAsync();
        var bench = new CommandBench();
        var old = await IdleAsync(fleet, except: "");

        (await bench.RunAsync(["runners", "flush", "--admin", fleet.Admin])).ShouldBe(0, bench.Error);

        bench.Out.ShouldContain("1 of 1 is gone, 1 is ready.");
        var fresh = await IdleAsync(fleet, old);
        var run = await fleet.PushAsync("acme/app", ProcessFleet.Job("build", fleet.WaitAtGate));
        await fleet.UntilAsync(run.Jobs[0], "in_progress");
        await fleet.UntilAsync(
            "Paddock knows that it works", fleet.StatusOrNullAsync, status => status?.Totals.RunnersBusy == 1);

        (await bench.RunAsync(
            ["runners", "flush", "pool-0", "--busy", "--timeout", "1", "--admin", fleet.Admin])).ShouldBe(1);

        bench.Error.ShouldContain($"still there: {fresh}");
        fleet.OpenGate();
        (await fleet.UntilAsync(run.Jobs[0], "completed")).Conclusion.ShouldBe("success");
        await IdleAsync(fleet, fresh);
    }

    [Fact]
    public async Task A_flush_that_was_accepted_before_a_kill_is_carried_out_and_a_round_tells_what_became_of_it()
    {
        await using var fleet = await StartAsync();
        var bench = new CommandBench();
        var old = await IdleAsync(fleet, except: "");

        (await bench.RunAsync(["runners", "flush", "--no-wait", "--admin", fleet.Admin])).ShouldBe(0, bench.Error);
        await fleet.Paddock.KillAsync();
        fleet.Paddock.Start();
        await fleet.UntilAsync("Paddock answers", fleet.StatusOrNullAsync, status => status is not null);

        (await bench.RunAsync(["runners", "reconcile", "pool-0", "--admin", fleet.Admin])).ShouldBe(0, bench.Error);
        bench.Out.ShouldContain("Since then: ");
        var fresh = await IdleAsync(fleet, old);
        (await bench.RunAsync(["runners", "check", "--admin", fleet.Admin])).ShouldBe(0, bench.Error);
        bench.Out.ShouldContain(fresh);
        bench.Out.ShouldNotContain(old);
    }

    private static Task<ProcessFleet> StartAsync() => ProcessFleet.StartAsync(
        new ProcessFleetShape("org:acme") { More = "idle: {min: 1, kind: registered}" },
        gitHub => gitHub.AddRepositoryAsync(new NewRepository("acme", "app"), Stop));

    /// <summary>The name of the one runner that listens, once it is another than this.</summary>
    private static async Task<string> IdleAsync(ProcessFleet fleet, string except)
    {
        var state = await fleet.UntilAsync(
            "one runner idles", () => fleet.GitHub.StateAsync(Stop),
            now => now.Runners is [{ IsOnline: true, IsBusy: false } runner] && runner.Name != except);
        return state.Runners[0].Name;
    }
}
