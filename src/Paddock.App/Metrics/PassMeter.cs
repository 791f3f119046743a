using System.Diagnostics.Metrics;
using Paddock.Engine;

namespace Paddock.App.Metrics;

/// <summary>How long the planner took, pass by pass. Told on the pump, so it does nothing but add.</summary>
internal sealed class PassMeter : IDisposable
{
    /// <summary>Seconds; 10,000 runners and 20,000 waiting jobs are to stay below 0.02.</summary>
    private static readonly double[] Buckets = [0.00005, 0.0001, 0.0005, 0.001, 0.005, 0.01, 0.02, 0.05, 0.1, 0.5];

    private readonly FleetEngine _engine;
    private readonly Histogram<double> _seconds;

    public PassMeter(Meter meter, FleetEngine engine)
    {
        _engine = engine;
        _seconds = meter.CreateHistogram(
            "paddock_planner_pass_duration_seconds", "s", "One planning pass, from snapshot to plan.", null,
            new InstrumentAdvice<double> { HistogramBucketBoundaries = Buckets });
        engine.Published += OnPublished;
    }

    public void Dispose() => _engine.Published -= OnPublished;

    private void OnPublished(FleetView view) => _seconds.Record(view.PlanTook.TotalSeconds);
}
