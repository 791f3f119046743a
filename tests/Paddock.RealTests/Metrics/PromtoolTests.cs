using System.Diagnostics;
using Paddock.Core.Facts;
using Paddock.Tests.App.Http;
using Paddock.Tests.Support;

namespace Paddock.RealTests.Metrics;

/// <summary>Prometheus's own tool reads what <c>/metrics</c> says.</summary>
public sealed class PromtoolTests
{
    private const string Promtool = "promtool";

    [Fact]
    public async Task Promtool_finds_nothing_wrong_with_the_metrics_of_a_fleet_at_work()
    {
        Assert.SkipUnless(IsThere(), "This machine has no promtool (Debian: apt install prometheus).");
        await using var rig = await WebRig.StartAsync();
        var queued = WebRig.Queued(42);
        await rig.StoreAsync(queued, WebRig.Queued(43, "self-hosted", "\"odd\\label\""));
        await rig.StoreAsync(
            new JobStarted(queued.At.AddSeconds(7), queued.Job, queued.Details, "elsewhere", null),
            new JobFinished(queued.At.AddSeconds(9), queued.Job, queued.Details, "elsewhere", "success", null));
        (await rig.Public.PostAsync("/webhook", null, WebRig.Cancel)).Dispose();
        await Eventually.HoldsAsync(() => rig.Sees("provider lab"));
        var text = await Eventually.GetAsync(
            () => rig.Metrics.GetStringAsync("/metrics", WebRig.Cancel),
            text => text.Contains("paddock_jobs_finished_total", StringComparison.Ordinal));

        var (exitCode, said) = await CheckAsync(text);

        exitCode.ShouldBe(0, said);
        said.ShouldBeEmpty();
    }

    private static bool IsThere() => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':')
        .Any(folder => File.Exists(Path.Combine(folder, Promtool)));

    private static async Task<(int ExitCode, string Said)> CheckAsync(string text)
    {
        using var promtool = Process.Start(new ProcessStartInfo(Promtool, ["check", "metrics"])
        {
            RedirectStandardInput = true,
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        })!;
        await promtool.StandardInput.WriteAsync(text);
        promtool.StandardInput.Close();
        var said = await promtool.StandardError.ReadToEndAsync(WebRig.Cancel)
            + await promtool.StandardOutput.ReadToEndAsync(WebRig.Cancel);
        await promtool.WaitForExitAsync(WebRig.Cancel);
        return (promtool.ExitCode, said);
    }
}
