using System.Collections.Concurrent;
using Paddock.App.Composition;
using Paddock.App.Configuration;
using Paddock.Core.Policy;
using Paddock.Engine;
using Paddock.Tests.App.Configuration;
using Paddock.Tests.Support;

namespace Paddock.Tests.App.Composition;

public sealed class ReloadingTests
{
    private static readonly FleetIdentity Identity = new("acme-ci", "nonce", "mark");

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    private readonly ConfigDesk _desk = new();
    private readonly ConcurrentQueue<(string Event, string Message)> _logged = [];
    private readonly PolicyBox _policy;
    private readonly Reloading _reloading;
    private int _rings;

    public ReloadingTests()
    {
        var config = ConfigDesk.Accepted(_desk.Read(ConfigDesk.Good));
        _policy = new PolicyBox(config.ToPolicy(Identity));
        _reloading = new Reloading(
            _desk.Request, config, Identity, _policy, () => _rings++, new HostLog(new QueueLogger<Reloading>(_logged)));
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public void A_change_of_policy_counts_at_once_and_is_told_by_its_keys()
    {
        Write("max_runners: 8", "max_runners: 10\n    idle: {min: 1}");

        Reload().ShouldBeOfType<ReloadOutcome.Adopted>().Changes
            .ShouldBe(["pools[0].max_runners: 8 → 10", "pools[0].idle.min: 1"]);

        (_policy.Current.Pools[0].RunnersMax, _policy.Current.Pools[0].Idle.Min).ShouldBe((10, 1));
        _rings.ShouldBe(1);
        _reloading.Current.Pools[0].RunnersMax.ShouldBe(10);
        Reload().ShouldBeOfType<ReloadOutcome.Unchanged>();
    }

    [Fact]
    public void A_file_with_errors_is_refused_whole_and_the_refusal_stands_until_a_good_one_is_read()
    {
        var before = _policy.Current;
        Write("max_runners: 8", "max_runners: 9\n    lables: [x]");

        Reload().ShouldBeOfType<ReloadOutcome.Refused>().Faults.ShouldHaveSingleItem().Path.ShouldBe("pools[0].lables");

        _policy.Current.ShouldBeSameAs(before);
        _reloading.Refusal.ShouldNotBeNull();
        Write("max_runners: 8", "max_runners: 9");
        Reload().ShouldBeOfType<ReloadOutcome.Adopted>();
        _reloading.Refusal.ShouldBeNull();
    }

    [Theory]
    [InlineData("here: {kind: docker}", "here: {kind: docker, pull: always}", "providers.here.pull")]
    [InlineData("fleet: acme-ci", "fleet: other", "fleet")]
    [InlineData("127.0.0.1:8080", "127.0.0.1:8081", "listen.public")]
    [InlineData("fleet: acme-ci", "fleet: acme-ci\nstore: {retention: {jobs: 10d}}", "store.retention.jobs")]
    [InlineData("secret: \"${HOOK}\"", "secret: \"another-secret\"", "github.webhook.secret")]
    public void What_is_made_at_start_needs_a_restart_and_nothing_else_of_the_file_is_taken(
        string old, string changed, string path)
    {
        var before = _policy.Current;
        Write(old, changed, "max_runners: 8", "max_runners: 9");

        Reload().ShouldBeOfType<ReloadOutcome.NeedsRestart>().Paths.ShouldBe([path]);

        _policy.Current.ShouldBeSameAs(before);
        _rings.ShouldBe(0);
    }

    [Fact]
    public void A_secret_that_a_variable_or_a_file_holds_is_compared_and_never_told()
    {
        _desk.Variables["TOKEN"] = "ghp_other" + ConfigDesk.Canary;

        var outcome = Reload().ShouldBeOfType<ReloadOutcome.NeedsRestart>();

        outcome.Paths.ShouldBe(["github.token"]);
        outcome.ToString().ShouldNotContain(ConfigDesk.Canary);
        _policy.Current.Text.ShouldNotContain(ConfigDesk.Canary);
        _policy.Current.Text.ShouldContain("github.token: ***");
    }

    [Fact]
    public async Task A_file_that_is_slow_to_read_keeps_nobody_from_the_last_outcome()
    {
        Write("max_runners: 8", "max_runners: 9\n    lables: [x]");
        Reload();
        using var isAsked = new ManualResetEventSlim();
        using var isRead = new ManualResetEventSlim();
        _desk.BeforeRead = () =>
        {
            isAsked.Set();
            isRead.Wait(Limit, Stop);
        };
        var slow = Task.Run(Reload, Stop);
        isAsked.Wait(Limit, Stop).ShouldBeTrue();

        var asked = Task.Run(() => _reloading.Refusal, Stop);

        (await asked.WaitAsync(Limit, Stop)).ShouldBeOfType<ReloadOutcome.Refused>();
        isRead.Set();
        await slow.WaitAsync(Limit, Stop);
    }

    [Theory]
    [InlineData(true, 1)]
    [InlineData(false, 0)]
    public void That_nothing_has_changed_is_told_to_who_asked_alone(bool isAsked, int told)
    {
        _reloading.Reload("a test", isAsked);

        _logged.Count.ShouldBe(told);
    }

    private ReloadOutcome Reload() => _reloading.Reload("a test");

    private void Write(params ReadOnlySpan<string> replaced)
    {
        var text = ConfigDesk.Good;
        for (var i = 0; i < replaced.Length; i += 2)
        {
            text.ShouldContain(replaced[i]);
            text = text.Replace(replaced[i], replaced[i + 1]);
        }
        _desk.Read(text);
    }
}
