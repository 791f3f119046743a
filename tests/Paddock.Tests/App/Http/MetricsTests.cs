using System.Diagnostics.Metrics;
using System.Text;
using System.Text.RegularExpressions;
using Paddock.App.Metrics;
using Paddock.Core.Facts;
using Paddock.Core.Model;
using Paddock.Ports.Providers;
using Paddock.Tests.Support;
using static Paddock.Tests.App.Http.WebRig;

namespace Paddock.Tests.App.Http;

public sealed partial class MetricsTests
{
    [Fact]
    public async Task The_fleet_the_store_and_the_process_are_all_told()
    {
        await using var rig = await StartAsync();
        await rig.StoreAsync(Queued(42, "self-hosted", "gpu"));
        await Eventually.HoldsAsync(() => rig.Sees("provider lab"));

        var text = await ScrapeAsync(rig);

        text.ShouldContain("paddock_jobs_waiting{pool=\"none\",reason=\"no-pool\"} 1\n");
        text.ShouldContain("paddock_pool_machines_max{pool=\"linux\"} 3\n");
        text.ShouldContain("paddock_door_up{door=\"provider lab\"} 1\n");
        text.ShouldContain("paddock_build_info{version=\"0.0.0-test\"} 1\n");
        text.ShouldContain("# TYPE paddock_store_commits_total counter\n");
        text.ShouldContain("# TYPE paddock_planner_pass_duration_seconds histogram\n");
        text.ShouldContain("process_resident_memory_bytes ");
    }

    [Fact]
    public async Task A_delivery_is_counted_by_event_and_status_and_timed()
    {
        await using var rig = await StartAsync();
        (await WebhookDoorTests.PostAsync(rig, "/webhook", WebhookSecret)).Dispose();
        (await WebhookDoorTests.PostAsync(rig, "/webhook", "a guess")).Dispose();

        var text = await ScrapeAsync(rig);

        text.ShouldContain(
            "paddock_webhook_deliveries_total{event=\"workflow_job\",action=\"queued\",status=\"202\"} 1\n");
        text.ShouldContain("paddock_webhook_deliveries_total{event=\"\",action=\"\",status=\"401\"} 1\n");
        text.ShouldContain("paddock_webhook_duration_seconds_count 2\n");
        text.ShouldContain("paddock_webhook_duration_seconds_bucket{le=\"+Inf\"} 2\n");
    }

    [Fact]
    public async Task Steps_are_counted_by_kind_and_reason_and_waits_by_pool()
    {
        await using var rig = await StartAsync();
        var queued = Queued(42);
        await rig.StoreAsync(queued);
        await Eventually.GetAsync(
            () => ScrapeAsync(rig),
            text => text.Contains("paddock_steps_total{kind=\"order-opened\",reason=\"job-waiting\"} 1\n"));

        await rig.StoreAsync(new JobStarted(
            queued.At.AddSeconds(7), queued.Job, queued.Details, "elsewhere", queued.At.AddSeconds(7)));

        await Eventually.GetAsync(
            () => ScrapeAsync(rig),
            text => text.Contains("paddock_job_queue_seconds_bucket{pool=\"linux\",le=\"10\"} 1\n")
                && text.Contains("paddock_job_queue_seconds_bucket{pool=\"linux\",le=\"5\"} 0\n"));
    }

    [Fact]
    public async Task No_label_holds_a_job_a_run_or_a_runner()
    {
        await using var rig = await StartAsync();
        await rig.StoreAsync(Queued(4242));
        await Eventually.HoldsAsync(() => rig.Desk.Engine.View!.Snapshot.Runners.Count == 1);

        var text = await ScrapeAsync(rig);

        text.ShouldNotContain("pdk-");
        LabelValues().Matches(text).Select(match => match.Groups[1].Value).ShouldAllBe(
            value => !value.Contains("4242", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_look_at_a_console_is_counted_as_a_call_of_the_provider()
    {
        using var meter = new Meter("test");
        using var shelf = new MetricShelf(meter);
        var lab = ProviderName.Of("lab");
        var providers = new Dictionary<ProviderName, IProvider> { [lab] = new StillProvider() };

        await MeteredProvider.All(providers, meter, TimeProvider.System)[lab]
            .DiagnoseAsync(MachineName.Of("pdk-1"), Cancel);

        Encoding.UTF8.GetString(shelf.Scrape()).ShouldContain(
            "paddock_provider_calls_total{provider=\"lab\",verb=\"diagnose\",outcome=\"ok\"} 1\n");
    }

    private static Task<string> ScrapeAsync(WebRig rig) => rig.Metrics.GetStringAsync("/metrics", Cancel);

    [GeneratedRegex("=\"([^\"]*)\"")]
    private static partial Regex LabelValues();
}
