using Paddock.Core.Facts;
using Paddock.Core.Labels;
using Paddock.Core.Model;
using Paddock.Core.Policy;
using Paddock.GitHub;
using Paddock.GitHub.Deliveries;
using Paddock.Ports.Sources;

namespace Paddock.Tests.GitHub.Deliveries;

/// <summary>How far back a delivery log is read, in which order, and how often; against scripted answers.</summary>
public sealed class DeliveryLogTests : IAsyncLifetime
{
    private const string Hooks = "/orgs/octo-org/hooks";
    private const string Log = $"{Hooks}/7/deliveries";

    private GitHubStub _github = null!;

    public async ValueTask InitializeAsync()
    {
        _github = await GitHubStub.StartAsync();
        Configure(DeliveryMode.Repair);
        _github.On("GET", Hooks, Reply.Ok(
            """
            [{"id":3,"active":true,"events":["workflow_job"],"config":{"url":"https://other.example/webhook"}},
             {"id":7,"active":true,"events":["workflow_job"],"config":{"url":"https://CI.acme.example/webhook",
               "content_type":"json","insecure_ssl":0}}]
            """));
    }

    public ValueTask DisposeAsync() => _github.DisposeAsync();

    [Fact]
    public async Task The_first_round_follows_the_cursor_for_a_day_and_no_further()
    {
        GivePage($"{Log}?per_page=100", next: "a", Lost(1, minutesAgo: 1));
        GivePage($"{Log}?per_page=100&cursor=a", next: "b", Lost(2, minutesAgo: 60), Lost(3, minutesAgo: 25 * 60));
        GivePage($"{Log}?per_page=100&cursor=b", next: null, Lost(4, minutesAgo: 26 * 60));

        (await PullAsync()).Facts.Select(fact => fact.Job.Id).ShouldBe([1, 2]);

        _github.Count("GET", Log).ShouldBe(2);
    }

    [Fact]
    public async Task However_much_a_day_was_the_first_round_reads_the_newest_and_leaves_the_rest_to_the_sweep()
    {
        GivePage(
            $"{Log}?per_page=100", next: "a", [.. Enumerable.Range(1, 200).Select(i => Lost(i, minutesAgo: i))]);
        GivePage(
            $"{Log}?per_page=100&cursor=a", next: null,
            [.. Enumerable.Range(201, 200).Select(i => Lost(i, minutesAgo: i))]);

        var first = await PullAsync();
        await AcknowledgeAsync(first);
        _github.Time.Advance(TimeSpan.FromMinutes(7));

        first.ShouldSatisfyAllConditions(
            _ => first.Facts.Select(fact => fact.Job.Id).ShouldBe(Enumerable.Range(1, 300).Select(i => (long)i)),
            _ => first.Faults.ShouldBeEmpty());
        (await PullAsync()).Facts.ShouldBeEmpty();
    }

    [Fact]
    public async Task Later_what_is_too_much_for_one_round_is_told_and_left_for_the_next()
    {
        GivePage($"{Log}?per_page=100", next: null, Lost(1, minutesAgo: 1));
        await AcknowledgeAsync(await PullAsync());
        _github.Time.Advance(TimeSpan.FromMinutes(7));
        GivePage(
            $"{Log}?per_page=100", next: null, [.. Enumerable.Range(2, 350).Select(i => Lost(i, minutesAgo: 0))]);

        var most = await PullAsync();
        await AcknowledgeAsync(most);
        _github.Time.Advance(TimeSpan.FromMinutes(7));
        var rest = await PullAsync();

        most.Facts.Count.ShouldBe(300);
        most.Faults.Single().Message.ShouldContain("50 lost deliveries");
        rest.Facts.Count.ShouldBe(50);
        rest.Faults.ShouldBeEmpty();
    }

    [Fact]
    public async Task Later_rounds_go_back_ten_minutes_before_the_last_that_was_good()
    {
        GivePage($"{Log}?per_page=100", next: null, Lost(1, minutesAgo: 1));
        await AcknowledgeAsync(await PullAsync());
        _github.Time.Advance(TimeSpan.FromMinutes(7));
        GivePage($"{Log}?per_page=100", next: "a", Lost(2, minutesAgo: 1), Lost(1, minutesAgo: 8));
        GivePage(
            $"{Log}?per_page=100&cursor=a", next: "b", Lost(3, minutesAgo: 17), Lost(4, minutesAgo: 19));

        (await PullAsync()).Facts.Select(fact => fact.Job.Id).ShouldBe([2, 3]);
    }

    [Fact]
    public async Task A_round_that_was_cut_short_keeps_the_newest_and_the_next_one_reads_only_the_rest()
    {
        GivePage(
            $"{Log}?per_page=100", next: null,
            Lost(1, minutesAgo: 1, "completed"), Lost(2, minutesAgo: 2), Lost(3, minutesAgo: 3));
        _github.On("GET", $"{Log}/2", Reply.Error(403, "Forbidden"), Delivery(2, "queued"));

        var cut = await PullAsync();
        await AcknowledgeAsync(cut);
        _github.Time.Advance(TimeSpan.FromMinutes(7));
        var rest = await PullAsync();

        cut.Facts.Single().ShouldBeOfType<JobFinished>().Job.Id.ShouldBe(1);
        cut.Faults.Count.ShouldBe(1);
        rest.Facts.Select(fact => fact.Job.Id).ShouldBe([2, 3]);
        _github.Count("GET", $"{Log}/1").ShouldBe(1);
    }

    [Fact]
    public async Task A_list_that_breaks_off_gives_what_it_had_and_is_read_as_far_again()
    {
        GivePage($"{Log}?per_page=100", next: "a", Lost(1, minutesAgo: 1));
        _github.On("GET", $"{Log}?per_page=100&cursor=a", Reply.Error(403, "Forbidden"));
        var broken = await PullAsync();
        await AcknowledgeAsync(broken);
        GivePage($"{Log}?per_page=100&cursor=a", next: null, Lost(2, minutesAgo: 600));
        _github.Time.Advance(TimeSpan.FromMinutes(7));

        broken.Faults.Count.ShouldBe(1);
        broken.Facts.Single().Job.Id.ShouldBe(1);
        (await PullAsync()).Facts.Single().Job.Id.ShouldBe(2);
    }

    [Fact]
    public async Task What_cannot_be_read_back_is_told_once_and_holds_nothing_up()
    {
        GivePage($"{Log}?per_page=100", next: null, Lost(1, minutesAgo: 1), Lost(2, minutesAgo: 2));
        _github.On("GET", $"{Log}/1", Reply.Ok("""{"id":1,"request":{"headers":{},"payload":{"action":"queued"}}}"""));

        var first = await PullAsync();
        await AcknowledgeAsync(first);
        _github.Time.Advance(TimeSpan.FromMinutes(7));
        var second = await PullAsync();

        first.Faults.Single().Message.ShouldContain("delivery 1 cannot be read back");
        first.Facts.Single().Job.Id.ShouldBe(2);
        second.Faults.ShouldBeEmpty();
        _github.Count("GET", $"{Log}/1").ShouldBe(1);
    }

    [Fact]
    public async Task A_delivery_that_left_the_log_meanwhile_is_no_fault()
    {
        GivePage($"{Log}?per_page=100", next: null, Lost(1, minutesAgo: 1));
        _github.On("GET", $"{Log}/1", Reply.Error(404, "Not Found"));

        var batch = await PullAsync();

        batch.ShouldSatisfyAllConditions(_ => batch.Facts.ShouldBeEmpty(), _ => batch.Faults.ShouldBeEmpty());
    }

    [Fact]
    public async Task Other_events_are_none_of_its_business()
    {
        GivePage($"{Log}?per_page=100", next: null, Entry(1, 1, "queued", "failed to connect to host", 0, "push"));

        (await PullAsync()).Facts.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("OK", 200, 0)]
    [InlineData("Accepted", 202, 0)]
    [InlineData("failed to connect to host", 0, 1)]
    [InlineData("timed out", 0, 1)]
    [InlineData("Invalid HTTP Response: 401", 401, 1)]
    public async Task What_arrived_is_told_by_text_or_code(string status, int code, int read)
    {
        GivePage($"{Log}?per_page=100", next: null, Entry(1, 1, "queued", status, code));

        (await PullAsync()).Facts.Count.ShouldBe(read);
    }

    [Theory]
    [InlineData(DeliveryMode.Repair, null, 300)]
    [InlineData(DeliveryMode.Source, null, 10)]
    [InlineData(DeliveryMode.Source, 60, 60)]
    public async Task It_is_due_again_after_the_interval_give_or_take_a_fifth(
        DeliveryMode mode, int? seconds, int expected)
    {
        Configure(mode, seconds);
        GivePage($"{Log}?per_page=100", next: null);

        var wait = (await PullAsync()).NextPullAt - _github.Time.GetUtcNow();

        (wait.TotalSeconds / expected).ShouldBeInRange(0.8, 1.2);
    }

    [Fact]
    public async Task Before_it_is_due_nothing_is_asked_and_an_old_fault_still_holds()
    {
        _github.On("GET", Log, Reply.Error(403, "Forbidden"));
        await PullAsync();

        (await PullAsync()).Faults.Count.ShouldBe(1);

        _github.Count("GET", Log).ShouldBe(1);
    }

    [Fact]
    public async Task A_token_without_the_scope_is_told_404_and_the_operator_what_that_means()
    {
        _github.On("GET", Hooks, Reply.Error(404, "Not Found"));

        (await PullAsync()).Faults.Single().Message.ShouldContain("admin:org_hook");
    }

    [Fact]
    public void Without_an_address_of_our_own_there_is_no_such_source()
    {
        _github.Connections[0] = _github.Connect("default");

        _github.Adapters.Sources.Select(source => source.Name).ShouldBe(["sweep"]);
    }

    [Fact]
    public async Task An_enterprise_has_no_log_which_matters_where_it_would_be_the_only_way()
    {
        Configure(DeliveryMode.Source);
        var enterprise = new Scope(Scope.DefaultConnection, ScopeKind.Enterprise, "octo");

        (await PullAsync(enterprise)).Faults.Single().Message.ShouldStartWith("enterprise:octo: ");
    }

    private void Configure(DeliveryMode mode, int? seconds = null) =>
        _github.Connections[0] = _github.Connect("default") with
        {
            WebhookUrl = new Uri("https://ci.acme.example/webhook"),
            Deliveries = mode,
            DeliveryInterval = seconds is { } given ? TimeSpan.FromSeconds(given) : null,
        };

    private ISource Source => _github.Adapters.Sources.Single(source => source.Name == "deliveries");

    private Task<SourceBatch> PullAsync(Scope? scope = null) => Source.PullAsync(
        new SourceView(
            new FleetPolicy
            {
                Identity = new FleetIdentity("f", "i", "mark2345"),
                Connections = [new ConnectionPolicy(Scope.DefaultConnection, "github.com")],
                Providers = [],
                Pools =
                [
                    new PoolPolicy
                    {
                        Name = new PoolName("linux"), Scopes = [scope ?? GitHubStub.Organization],
                        Labels = LabelSet.Of("linux"), Offers = [],
                    },
                ],
            },
            [],
            _github.Time.GetUtcNow()),
        _github.Limit);

    private Task AcknowledgeAsync(SourceBatch batch) => Source.AcknowledgeAsync(batch, _github.Limit);

    private void GivePage(string target, string? next, params string[] entries)
    {
        var link = new Uri(_github.Address, $"{Log}?per_page=100&cursor={next}");
        _github.On("GET", target, Reply.Ok(
            $"[{string.Join(',', entries)}]", next is null ? [] : [("Link", $"<{link}>; rel=\"next\"")]));
    }

    /// <summary>An attempt that failed, and the delivery it can be read back as: one of a job of that number.</summary>
    private string Lost(long id, int minutesAgo, string action = "queued") =>
        Entry(id, minutesAgo, action, "failed to connect to host", 0);

    private string Entry(
        long id, int minutesAgo, string action, string status, int code, string name = "workflow_job")
    {
        _github.On("GET", $"{Log}/{id}", Delivery(id, action));
        var at = _github.Time.GetUtcNow() - TimeSpan.FromMinutes(minutesAgo);
        return $$"""
            {"id":{{id}},"guid":"00000000-0000-0000-0000-{{id:D12}}","delivered_at":"{{at:yyyy-MM-ddTHH:mm:ssZ}}",
             "redelivery":false,"duration":0.1,"status":"{{status}}","status_code":{{code}},"event":"{{name}}",
             "action":"{{action}}","installation_id":null,"repository_id":9,"throttled_at":null}
            """;
    }

    private static Reply Delivery(long id, string action) => Reply.Ok($$"""
        {"id":{{id}},"request":{"headers":{},"payload":{"action":"{{action}}",
          "workflow_job":{"id":{{id}},"run_id":11,"run_attempt":1,"name":"build","status":"{{action}}",
            "labels":["linux"],"created_at":"2026-11-20T11:00:00Z"},
          "repository":{"id":9,"name":"octo-repo","private":true,"owner":{"login":"octo-org"} } } } }
        """);
}
