using System.Diagnostics.Metrics;

namespace Paddock.App.Metrics;

/// <summary>Everything measured by one instrument, added up by its labels. Any thread.</summary>
internal sealed class Family
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Series> _series = new(StringComparer.Ordinal);
    private readonly double[] _bounds;
    private readonly bool _isObserved;

    public Family(Instrument instrument)
    {
        Name = instrument.Name;
        Help = instrument.Description ?? "";
        _isObserved = instrument.IsObservable;
        _bounds = instrument is Histogram<double> { Advice.HistogramBucketBoundaries: { } bounds } ? [.. bounds] : [];
        Kind = instrument switch
        {
            Histogram<double> => FamilyKind.Histogram,
            Counter<long> or ObservableCounter<long> or ObservableCounter<double> => FamilyKind.Counter,
            _ => FamilyKind.Gauge,
        };
    }

    public string Name { get; }

    public string Help { get; }

    public FamilyKind Kind { get; }

    public void Measure(double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var labels = ExpositionText.Labels(tags);
        lock (_gate)
        {
            if (!_series.TryGetValue(labels, out var series))
            {
                _series[labels] = series = new Series(labels, _bounds);
            }
            series.Add(value, isWhole: _isObserved || Kind == FamilyKind.Gauge);
        }
    }

    /// <summary>Observed values are told anew at each scrape; what is not told any more is gone.</summary>
    public void Forget()
    {
        lock (_gate)
        {
            if (_isObserved)
            {
                _series.Clear();
            }
        }
    }

    public void WriteTo(ExpositionText text)
    {
        lock (_gate)
        {
            if (_series.Count > 0)
            {
                text.Begin(this);
                foreach (var series in _series.Values.OrderBy(series => series.Labels, StringComparer.Ordinal))
                {
                    series.WriteTo(text, this);
                }
            }
        }
    }
}
