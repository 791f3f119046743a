using Paddock.GitHubStandIn;
using Paddock.GitHubStandIn.Control;
using Paddock.GitHubStandIn.Faults;
using Paddock.Tests.Support;

namespace Paddock.Tests.StandIn;

/// <summary>
/// The stub runner, as a process, against the stand-in, over HTTP. What it must do was measured of the real one.
/// </summary>
public sealed class StubRunnerTests : StandInTest
{
    private static readonly string[] Configuration = [".credentials", ".credentials_rsaparams", ".runner"];

    private readonly StubProcess _stub = new();
    private long _id;

    protected override StandInOptions Options => new() { Seed = 1, PollHold = TimeSpan.FromSeconds(20) };

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        (_id, var jit) = await RegisterAsync("stub");
        _stub.Configure(jit);
    }

    public override async ValueTask DisposeAsync()
    {
        await _stub.DisposeAsync();
        await base.DisposeAsync();
    }

    private async Task<JobState> RunToTheEndAsync(NewJob job)
    {
        var run = await QueueAsync(job);
        _stub.Start();
        (await _stub.ExitCodeAsync()).ShouldBe(0, _stub.Output);
        return await Control.JobAsync(run.Jobs[0], Stop);
    }

    /// <summary>Starts a job with a script and waits until the script says that it runs.</summary>
    private async Task<RunState> StartJobAsync(string script)
    {
        var mark = Path.Combine(_stub.Root, "started");
        var run = await QueueAsync(Job("build", $"touch '{mark}'\n{script}"));
        _stub.Start();
        await Eventually.GetAsync(() => Task.FromResult(File.Exists(mark)), isThere => isThere);
        return run;
    }

    private Task IdleAsync()
    {
        _stub.Start();
        return Eventually.GetAsync(() => Control.StateAsync(Stop), state => state.Runners.Single().IsOnline);
    }

    private Task FaultAsync(string where, string kind, int? count = 1) =>
        Control.AddFaultAsync(new RunnerFault(where, kind) { Count = count }, Stop);

    [Fact]
    public async Task It_takes_a_job_runs_its_steps_and_goes()
    {
        var job = await RunToTheEndAsync(Job("build", "echo one", "echo two"));
        job.Conclusion.ShouldBe("success");
        job.RunnerName.ShouldBe("stub");
        job.Steps.Select(step => step.Name).ShouldBe(["Set up job", "Run echo one", "Run echo two", "Complete job"]);
        _stub.FilesLeft.ShouldBeEmpty();
        (await Control.StateAsync(Stop)).Runners.ShouldBeEmpty();
    }

    [Fact]
    public async Task It_says_the_lines_people_know()
    {
        await RunToTheEndAsync(Job("build"));
        string[] lines =
        [
            "√ Connected to GitHub", "Current runner version: '2.336.0'", "Z: Listening for Jobs",
            "Z: Running job: build", "Z: Job build completed with result: Succeeded", "√ Removed .runner",
        ];
        foreach (var line in lines)
        {
            _stub.Output.ShouldContain(line);
        }
    }

    [Fact]
    public async Task What_steps_say_can_be_read_back()
    {
        var job = await RunToTheEndAsync(
            Job("build", "echo \"$GITHUB_REPOSITORY on $RUNNER_NAME in $PWD\"", "echo trouble >&2"));
        var log = await Control.LogAsync(job.Id, Stop);
        log.Steps[1].Text.ShouldContain($"acme/app on stub in {_stub.Root}/_work/app/app");
        log.Steps[2].Text.ShouldContain("trouble");
        log.Job.ShouldNotBeNull().ShouldContain("acme/app on stub");
    }

    [Fact]
    public async Task A_failing_step_fails_the_job_and_skips_the_rest()
    {
        var job = await RunToTheEndAsync(Job("build", "exit 3", "echo never"));
        job.Conclusion.ShouldBe("failure");
        job.Steps.Select(step => step.Conclusion).ShouldBe(["success", "failure", "skipped", "success"]);
        (await Control.LogAsync(job.Id, Stop)).Steps[1].Text.ShouldContain("Process completed with exit code 3.");
        _stub.Output.ShouldContain("completed with result: Failed");
    }

    [Fact]
    public async Task A_step_passes_variables_and_paths_to_the_next()
    {
        var job = await RunToTheEndAsync(Job(
            "build",
            """
            echo COLOR=green >> "$GITHUB_ENV"
            mkdir tools
            printf '#!/bin/sh\necho tool\n' > tools/mytool
            chmod +x tools/mytool
            echo "$PWD/tools" >> "$GITHUB_PATH"
            """,
            "echo \"it is $COLOR with $(mytool)\""));
        (await Control.LogAsync(job.Id, Stop)).Steps[2].Text.ShouldContain("it is green with tool");
    }

    [Fact]
    public async Task What_a_step_leaves_running_ends_with_the_job()
    {
        var job = await RunToTheEndAsync(Job("build", "setsid sleep 300 > /dev/null 2>&1 & echo $! > left; cat left"));
        var id = (await Control.LogAsync(job.Id, Stop)).Steps[1].Text.Split(
            '\n', StringSplitOptions.RemoveEmptyEntries)[^1].Split(' ')[^1];
        await Eventually.GetAsync(() => Task.FromResult(Directory.Exists($"/proc/{id}")), isAlive => !isAlive);
    }

    [Fact]
    public async Task Hooks_run_before_and_after_the_job()
    {
        var hook = Path.Combine(_stub.Root, "hook.sh");
        await File.WriteAllTextAsync(hook, "#!/bin/sh\necho \"hook for $GITHUB_JOB\"\n", Stop);
        await File.WriteAllTextAsync(
            Path.Combine(_stub.Root, ".env"),
            $"ACTIONS_RUNNER_HOOK_JOB_STARTED={hook}\nACTIONS_RUNNER_HOOK_JOB_COMPLETED={hook}\n", Stop);
        var job = await RunToTheEndAsync(Job("build", "exit 1"));
        job.Steps.Select(step => step.Name).ShouldBe(
            ["Set up job", "Set up runner", "Run exit 1", "Complete runner", "Complete job"]);
        job.Steps[3].Conclusion.ShouldBe("success");
        (await Control.LogAsync(job.Id, Stop)).Steps[1].Text.ShouldContain("hook for build");
    }

    [Fact]
    public async Task The_documented_variable_works_without_files()
    {
        var (_, jit) = await RegisterAsync("by-variable");
        foreach (var file in _stub.FilesLeft)
        {
            File.Delete(Path.Combine(_stub.Root, file));
        }
        var run = await QueueAsync(Job("build", "env"));
        _stub.Start(("ACTIONS_RUNNER_INPUT_JITCONFIG", jit));
        (await _stub.ExitCodeAsync()).ShouldBe(0);
        (await Control.LogAsync(run.Jobs[0], Stop)).Job.ShouldNotBeNull().ShouldNotContain("JITCONFIG");
        _stub.FilesLeft.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_cancelled_job_interrupts_its_step()
    {
        var run = await StartJobAsync("sleep 300");
        await Control.CancelRunAsync(run.Id, Stop);
        (await _stub.ExitCodeAsync()).ShouldBe(0);
        var job = await Control.JobAsync(run.Jobs[0], Stop);
        job.Conclusion.ShouldBe("cancelled");
        _stub.Output.ShouldContain("completed with result: Canceled");
        _stub.FilesLeft.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_step_that_ignores_an_interrupt_is_ended_by_force()
    {
        var run = await StartJobAsync("trap '' INT TERM\nwhile true; do sleep 1; done");
        await Control.CancelRunAsync(run.Id, Stop);
        (await _stub.ExitCodeAsync()).ShouldBe(0);
        (await Control.JobAsync(run.Jobs[0], Stop)).Conclusion.ShouldBe("cancelled");
    }

    [Fact]
    public async Task Removed_while_idle_it_cleans_up_and_goes()
    {
        await IdleAsync();
        (await SendAsync(HttpMethod.Delete, $"orgs/acme/actions/runners/{_id}")).Status.ShouldBe(204);
        (await _stub.ExitCodeAsync()).ShouldBe(0);
        _stub.Output.ShouldContain("The runner no longer exists on the server. Cleaning up local configuration.");
        _stub.FilesLeft.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(StubProcess.Interrupt, 0)]
    [InlineData(StubProcess.Terminate, 143)]
    public async Task A_signal_while_idle_ends_it_and_leaves_registration_and_files(int signal, int code)
    {
        await IdleAsync();
        _stub.Signal(signal);
        (await _stub.ExitCodeAsync()).ShouldBe(code);
        _stub.FilesLeft.ShouldBe(Configuration);
        (await Control.StateAsync(Stop)).Runners.Single().IsOnline.ShouldBeFalse();
    }

    [Theory]
    [InlineData(StubProcess.Interrupt, 0)]
    [InlineData(StubProcess.Terminate, 143)]
    public async Task A_signal_while_busy_fails_the_job(int signal, int code)
    {
        var run = await StartJobAsync("sleep 300");
        _stub.Signal(signal);
        (await _stub.ExitCodeAsync()).ShouldBe(code);
        (await Control.JobAsync(run.Jobs[0], Stop)).Conclusion.ShouldBe("failure");
        _stub.Output.ShouldContain("completed with result: Canceled");
        _stub.FilesLeft.ShouldBe(Configuration);
    }

    [Fact]
    public async Task Killed_it_says_nothing_and_its_job_goes_on_until_the_lock_ends()
    {
        var run = await StartJobAsync("sleep 2");
        _stub.Signal(StubProcess.Kill);
        (await _stub.ExitCodeAsync()).ShouldBe(137);
        (await Control.JobAsync(run.Jobs[0], Stop)).Status.ShouldBe("in_progress");
    }

    [Fact]
    public async Task A_session_that_somebody_else_has_is_given_up_in_the_end()
    {
        await FaultAsync("session", "conflict", count: null);
        _stub.Start();
        (await _stub.ExitCodeAsync()).ShouldBe(5);
        _stub.FilesLeft.ShouldBe(Configuration);
        (await Control.StateAsync(Stop)).Requests.Single(
            request => request.Route == "runner/session").Count.ShouldBe(8);
    }

    [Theory]
    [InlineData("token", "invalid_client")]
    [InlineData("session", "forbidden")]
    [InlineData("message", "RunnerVersionTooOld")]
    public async Task What_would_not_help_to_try_again_is_exit_code_1(string where, string kind)
    {
        await FaultAsync(where, kind);
        _stub.Start();
        (await _stub.ExitCodeAsync()).ShouldBe(1);
        _stub.FilesLeft.ShouldBe(Configuration);
    }

    [Fact]
    public async Task Too_old_is_told_to_those_who_ask()
    {
        await FaultAsync("message", "RunnerVersionTooOld");
        _stub.Start(("ACTIONS_RUNNER_RETURN_VERSION_DEPRECATED_EXIT_CODE", "1"));
        (await _stub.ExitCodeAsync()).ShouldBe(7);
    }

    [Fact]
    public async Task The_result_of_the_job_is_told_to_those_who_ask()
    {
        await QueueAsync(Job("build", "exit 1"));
        _stub.Start(("ACTIONS_RUNNER_RETURN_JOB_RESULT_FOR_HOSTED", "1"));
        (await _stub.ExitCodeAsync()).ShouldBe(102);
    }

    [Fact]
    public async Task Trouble_with_the_service_is_waited_out()
    {
        await FaultAsync("message", "500", count: 3);
        await FaultAsync("message", "RunnerSessionInvalid");
        var job = await RunToTheEndAsync(Job("build"));
        job.Conclusion.ShouldBe("success");
        _stub.Output.ShouldContain("Runner connect error: 500. Retrying until reconnected.");
    }

    [Fact]
    public async Task Trouble_without_end_is_exit_code_2()
    {
        await FaultAsync("message", "500", count: null);
        _stub.Start();
        (await _stub.ExitCodeAsync()).ShouldBe(2);
    }

    [Theory]
    [InlineData("409")]
    [InlineData("500")]
    public async Task A_job_that_cannot_be_acquired_is_asked_for_again(string status)
    {
        await FaultAsync("acquire", status);
        (await RunToTheEndAsync(Job("build"))).Conclusion.ShouldBe("success");
    }

    [Fact]
    public async Task A_job_that_nobody_remembers_at_acknowledgement_is_the_end()
    {
        await FaultAsync("acknowledge", "AcknowledgeJobNotFound");
        var job = await RunToTheEndAsync(Job("build"));
        job.Status.ShouldBe("queued");
        _stub.FilesLeft.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_job_whose_first_renewal_fails_is_never_started()
    {
        await FaultAsync("renew", "404");
        await RunToTheEndAsync(Job("build", "touch ../ran"));
        _stub.Output.ShouldNotContain("completed with result");
        File.Exists(Path.Combine(_stub.Root, "_work/app/ran")).ShouldBeFalse();
        _stub.FilesLeft.ShouldBeEmpty();
    }

    [Fact]
    public async Task The_end_of_a_job_is_reported_until_it_is_heard()
    {
        await FaultAsync("complete", "500");
        (await RunToTheEndAsync(Job("build"))).Conclusion.ShouldBe("success");
    }

    [Fact]
    public async Task Without_a_configuration_it_does_nothing()
    {
        foreach (var file in _stub.FilesLeft)
        {
            File.Delete(Path.Combine(_stub.Root, file));
        }
        _stub.Start();
        (await _stub.ExitCodeAsync()).ShouldBe(1);
        _stub.Output.ShouldContain("Not configured.");
    }

    [Fact]
    public async Task The_script_around_it_tells_nothing_by_its_exit_code()
    {
        await FaultAsync("session", "forbidden");
        _stub.StartScript();
        (await _stub.ExitCodeAsync()).ShouldBe(0);
        _stub.Output.ShouldContain("Runner listener exit with terminated error");
    }

    [Fact]
    public async Task The_script_passes_signals_on_when_it_is_asked_to()
    {
        _stub.StartScript(("RUNNER_MANUALLY_TRAP_SIG", "1"));
        await Eventually.GetAsync(() => Control.StateAsync(Stop), state => state.Runners.Single().IsOnline);
        _stub.Signal(StubProcess.Terminate);
        (await _stub.ExitCodeAsync()).ShouldBe(143);
        (await Control.StateAsync(Stop)).Runners.Single().IsOnline.ShouldBeFalse();
    }
}
