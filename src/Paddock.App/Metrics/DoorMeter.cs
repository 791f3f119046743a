using System.Diagnostics.Metrics;

namespace Paddock.App.Metrics;

/// <summary>Counts and times the calls of one kind of door, by verb and outcome.</summary>
internal sealed class DoorMeter
{
    /// <summary>Seconds, from a local daemon to the first pull of an image.</summary>
    private static readonly double[] Buckets = [0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300];

    private readonly string _label;
    private readonly TimeProvider _time;
    private readonly Counter<long> _calls;
    private readonly Histogram<double> _seconds;

    /// <param name="prefix">Of the names: <c>paddock_provider</c>.</param>
    /// <param name="label">What the doors of this kind differ by: <c>provider</c>.</param>
    public DoorMeter(Meter meter, string prefix, string label, TimeProvider time)
    {
        _label = label;
        _time = time;
        _calls = meter.CreateCounter<long>($"{prefix}_calls_total", null, $"Calls by {label}, verb and outcome.");
        _seconds = meter.CreateHistogram(
            $"{prefix}_call_duration_seconds", "s", $"How long a call took, by {label} and verb.", null,
            new InstrumentAdvice<double> { HistogramBucketBoundaries = Buckets });
    }

    public async Task<TReply> CallAsync<TReply>(
        string door, string verb, Func<Task<TReply>> call, Func<TReply, string> outcomeOf)
    {
        var began = _time.GetTimestamp();
        var outcome = "cancelled";
        try
        {
            var reply = await call();
            outcome = outcomeOf(reply);
            return reply;
        }
        finally
        {
            _calls.Add(1, new(_label, door), new("verb", verb), new("outcome", outcome));
            _seconds.Record(_time.GetElapsedTime(began).TotalSeconds, new(_label, door), new("verb", verb));
        }
    }
}
