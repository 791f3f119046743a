using System.Diagnostics.Metrics;
using Paddock.App.Http;
using Paddock.Core.Facts;
using Paddock.GitHub.Webhooks;

namespace Paddock.App.Metrics;

/// <summary>What the web side counts.</summary>
internal sealed class WebMeter
{
    /// <summary>Seconds. GitHub gives up after ten.</summary>
    private static readonly double[] Buckets = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 2.5, 10];

    private readonly Counter<long> _requests;
    private readonly Counter<long> _deliveries;
    private readonly Histogram<double> _seconds;

    public WebMeter(Meter meter)
    {
        _requests = meter.CreateCounter<long>(
            "paddock_http_requests_total", null, "Requests answered, by listener and HTTP status.");
        _deliveries = meter.CreateCounter<long>(
            "paddock_webhook_deliveries_total", null, "Deliveries answered, by event, action and HTTP status.");
        _seconds = meter.CreateHistogram(
            "paddock_webhook_duration_seconds", "s", "From the first byte of a delivery to its answer.", null,
            new InstrumentAdvice<double> { HistogramBucketBoundaries = Buckets });
    }

    public void Answered(Listeners listener, int status) =>
        _requests.Add(1, new("listener", FactText.Code(listener)), new("status", status.ToString()));

    /// <summary>Event and action come from short lists of the receiver, so no sender can make new series.</summary>
    public void Delivered(WebhookReply reply, TimeSpan took)
    {
        _deliveries.Add(
            1, new("event", reply.Event), new("action", reply.Action), new("status", reply.Status.ToString()));
        _seconds.Record(took.TotalSeconds);
    }
}
