using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Paddock.GitHubStandIn;
using Paddock.GitHubStandIn.Faults;

namespace Paddock.Tests.StandIn;

public sealed class RunnerProtocolTests : StandInTest
{
    private ProtocolRunner _runner = null!;
    private long _id;

    protected override StandInOptions Options => new() { Seed = 1, PollHold = TimeSpan.FromSeconds(1) };

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        (_id, var jit) = await RegisterAsync("r");
        _runner = new ProtocolRunner(jit);
    }

    public override async ValueTask DisposeAsync()
    {
        _runner.Dispose();
        await base.DisposeAsync();
    }

    private Task FaultAsync(string where, string kind) => Control.AddFaultAsync(new RunnerFault(where, kind), Stop);

    [Fact]
    public async Task A_JIT_configuration_is_three_files_with_a_key_of_fixed_lengths()
    {
        var (_, jit) = await RegisterAsync("other");
        var files = ProtocolRunner.Unpack(jit);
        files.Keys.Order().ShouldBe([".credentials", ".credentials_rsaparams", ".runner"]);
        files[".runner"]["ServerUrlV2"]!.ToString().ShouldEndWith("/");
        var lengths = files[".credentials_rsaparams"].ToDictionary(
            field => field.Key, field => Convert.FromBase64String((string)field.Value!).Length);
        lengths.OrderBy(field => field.Key, StringComparer.Ordinal).ShouldBe(new Dictionary<string, int>
        {
            ["d"] = 256, ["dp"] = 128, ["dq"] = 128, ["exponent"] = 3, ["inverseQ"] = 128, ["modulus"] = 256,
            ["p"] = 128, ["q"] = 128,
        });
    }

    [Theory]
    [InlineData("PS256")]
    [InlineData("RS256")]
    public async Task An_assertion_is_exchanged_for_a_token(string algorithm)
    {
        var (status, body) = await _runner.AuthenticateAsync(algorithm);
        status.ShouldBe(200);
        body!["access_token"]!.ToString().Split('.').Length.ShouldBe(3);
    }

    [Fact]
    public async Task Another_s_signature_is_refused()
    {
        using var other = RSA.Create(2048);
        var (status, body) = await _runner.AuthenticateAsync(
            key: other.ExportParameters(includePrivateParameters: true));
        status.ShouldBe(400);
        body!["error"]!.ToString().ShouldBe("invalid_client_assertion");
    }

    [Fact]
    public async Task A_clock_that_is_wrong_is_told_the_time()
    {
        var (status, body) = await _runner.AuthenticateAsync(claims: claims => claims["exp"] = 1_000_000);
        status.ShouldBe(400);
        body!["error_description"]!.ToString().ShouldContain("Current server time is");
    }

    [Fact]
    public async Task A_removed_registration_is_an_invalid_client()
    {
        await SendAsync(HttpMethod.Delete, $"orgs/acme/actions/runners/{_id}");
        (await _runner.AuthenticateAsync()).Body!["error"]!.ToString().ShouldBe("invalid_client");
    }

    [Fact]
    public async Task Nothing_goes_without_a_token() => (await _runner.OpenAsync()).ShouldBe(401);

    [Fact]
    public async Task A_session_makes_the_runner_online_and_its_end_offline()
    {
        await _runner.ConnectAsync();
        (await GetAsync($"orgs/acme/actions/runners/{_id}"))["status"]!.ToString().ShouldBe("online");
        (await _runner.CloseAsync()).ShouldBe(204);
        (await GetAsync($"orgs/acme/actions/runners/{_id}"))["status"]!.ToString().ShouldBe("offline");
    }

    [Fact]
    public async Task A_second_session_is_a_conflict()
    {
        await _runner.ConnectAsync();
        (await _runner.OpenAsync()).ShouldBe(409);
    }

    [Fact]
    public async Task A_poll_without_news_is_held_and_then_answered_202()
    {
        await _runner.ConnectAsync();
        var started = TimeProvider.System.GetTimestamp();
        (await _runner.PollAsync()).ShouldBe((202, null));
        TimeProvider.System.GetElapsedTime(started).ShouldBeGreaterThan(TimeSpan.FromSeconds(0.9));
    }

    [Fact]
    public async Task A_held_poll_is_woken_by_a_job()
    {
        await _runner.ConnectAsync();
        var poll = _runner.PollAsync();
        await QueueAsync(Job("build"));
        var (status, message) = await poll;
        status.ShouldBe(200);
        ProtocolRunner.Reference(message!)["should_acknowledge"]!.GetValue<bool>().ShouldBeTrue();
    }

    [Fact]
    public async Task A_held_poll_is_woken_by_the_removal_of_the_runner()
    {
        await _runner.ConnectAsync();
        var poll = _runner.PollAsync();
        await SendAsync(HttpMethod.Delete, $"orgs/acme/actions/runners/{_id}");
        var (status, error) = await poll;
        status.ShouldBe(404);
        error!["errorKind"]!.ToString().ShouldBe("RunnerNotFound");
        error["source"]!.ToString().ShouldBe("actions-broker-listener");
    }

    [Fact]
    public async Task A_session_nobody_knows_is_invalid()
    {
        await _runner.ConnectAsync();
        await _runner.CloseAsync();
        (await _runner.PollAsync()).Body!["errorKind"]!.ToString().ShouldBe("RunnerSessionInvalid");
    }

    [Fact]
    public async Task A_job_is_taken_renewed_and_completed()
    {
        var run = await QueueAsync(Job("build", "make"));
        await _runner.ConnectAsync();
        var job = await _runner.TakeAsync();
        (await GetAsync($"orgs/acme/actions/runners/{_id}"))["busy"]!.GetValue<bool>().ShouldBeTrue();
        DateTimeOffset.Parse((string)(await _runner.AboutAsync(job, "renewjob")).Body!["lockedUntil"]!)
            .ShouldBeGreaterThan(TimeProvider.System.GetUtcNow().AddMinutes(9));
        (await _runner.AboutAsync(job, "completejob", Succeeded())).Status.ShouldBe(200);
        var done = await GetAsync($"repos/acme/app/actions/jobs/{run.Jobs[0]}");
        done["conclusion"]!.ToString().ShouldBe("success");
        done["runner_name"]!.ToString().ShouldBe("r");
        done["steps"]![0]!["name"]!.ToString().ShouldBe("Run make");
    }

    [Fact]
    public async Task The_job_message_has_what_a_runner_needs_to_run_steps()
    {
        await QueueAsync(Job("build", "make all"));
        await _runner.ConnectAsync();
        var job = await _runner.TakeAsync();
        job["messageType"]!.ToString().ShouldBe("RunnerJobRequest");
        job["steps"]![0]!["inputs"]!["map"]![0]!["value"]!.ToString().ShouldBe("make all");
        job["variables"]!["system.github.results_endpoint"]!["value"]!.ToString().ShouldEndWith("/");
        job["contextData"]!["github"]!["t"]!.GetValue<int>().ShouldBe(2);
        foreach (
            var name in (string[])["plan", "timeline", "jobId", "requestId", "fileTable", "mask", "billingOwnerId"])
        {
            job.ContainsKey(name).ShouldBeTrue(name);
        }
    }

    [Fact]
    public async Task A_busy_runner_is_told_once_that_its_job_is_cancelled()
    {
        var run = await QueueAsync(Job("build"));
        await _runner.ConnectAsync();
        var job = await _runner.TakeAsync();
        var poll = _runner.PollAsync("Busy");
        await Control.CancelRunAsync(run.Id, Stop);
        var (_, message) = await poll;
        message!["messageType"]!.ToString().ShouldBe("JobCancellation");
        ProtocolRunner.Reference(message)["jobId"]!.ToString().ShouldBe((string)job["jobId"]!);
        (await _runner.PollAsync("Busy")).Status.ShouldBe(202);
    }

    [Fact]
    public async Task A_listener_whose_job_is_done_is_not_told_that_it_does_not_exist()
    {
        await QueueAsync(Job("build"));
        await _runner.ConnectAsync();
        await _runner.AboutAsync(await _runner.TakeAsync(), "completejob", Succeeded());
        (await _runner.PollAsync("Busy")).Status.ShouldBe(202);
        (await _runner.CloseAsync()).ShouldBe(204);
    }

    [Fact]
    public async Task A_job_that_was_cancelled_meanwhile_cannot_be_acquired()
    {
        var run = await QueueAsync(Job("build"));
        await _runner.ConnectAsync();
        var (_, message) = await _runner.PollAsync();
        await Control.CancelRunAsync(run.Id, Stop);
        var (status, error) = await _runner.AcquireAsync(ProtocolRunner.Reference(message!));
        status.ShouldBe(404);
        error!["source"]!.ToString().ShouldBe("actions-run-service");
    }

    [Fact]
    public async Task A_job_s_key_is_fit_for_a_header_whatever_its_name()
    {
        await QueueAsync(Job("test (node 18) ☃"));
        await _runner.ConnectAsync();
        var job = await _runner.TakeAsync();
        job["jobDisplayName"]!.ToString().ShouldBe("test (node 18) ☃");
        job["variables"]!["system.github.job"]!["value"]!.ToString().ShouldBe("test__node_18___");
        job["variables"]!["system.orchestrationId"]!["value"]!.ToString().ShouldEndWith(".test__node_18___");
    }

    [Theory]
    [InlineData("RunnerNotFound", 404)]
    [InlineData("RunnerVersionTooOld", 403)]
    [InlineData("HostedRunnerDeprovisioned", 403)]
    [InlineData("500", 500)]
    public async Task A_poll_can_be_made_to_fail(string kind, int status)
    {
        await _runner.ConnectAsync();
        await FaultAsync("message", kind);
        var (answered, error) = await _runner.PollAsync();
        answered.ShouldBe(status);
        error!["errorKind"]!.ToString().ShouldBe(kind);
    }

    [Fact]
    public async Task Every_step_of_the_way_can_be_made_to_fail()
    {
        await FaultAsync("token", "server_error");
        (await _runner.AuthenticateAsync()).Body!["error"]!.ToString().ShouldBe("server_error");
        await _runner.AuthenticateAsync();
        await FaultAsync("session", "forbidden");
        (await _runner.OpenAsync()).ShouldBe(403);
        await _runner.OpenAsync();
        await QueueAsync(Job("build"));
        var reference = ProtocolRunner.Reference((await _runner.PollAsync()).Body!);
        await FaultAsync("acknowledge", "AcknowledgeJobNotFound");
        (await _runner.SendAsync(HttpMethod.Post, "acknowledge", [])).Status.ShouldBe(404);
        await FaultAsync("acquire", "409");
        (await _runner.AcquireAsync(reference)).Status.ShouldBe(409);
        var job = (await _runner.AcquireAsync(reference)).Body!;
        await FaultAsync("renew", "500");
        (await _runner.AboutAsync(job, "renewjob")).Status.ShouldBe(500);
        await FaultAsync("complete", "500");
        (await _runner.AboutAsync(job, "completejob", Succeeded())).Status.ShouldBe(500);
        (await _runner.AboutAsync(job, "completejob", Succeeded())).Status.ShouldBe(200);
    }

    private static JsonObject Succeeded() => new()
    {
        ["conclusion"] = "succeeded",
        ["stepResults"] = new JsonArray(
            new JsonObject { ["number"] = 1, ["name"] = "Run make", ["conclusion"] = "succeeded" }),
    };
}
