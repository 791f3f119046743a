using System.Diagnostics.Metrics;

namespace Paddock.App.Metrics;

/// <summary>
/// Adds up what the instruments of one meter measure, from the moment it is made: instruments made before count too,
/// measurements do not.
/// </summary>
internal sealed class MetricShelf : IDisposable
{
    private readonly Lock _scraping = new();
    private readonly MeterListener _listener = new();
    private readonly SortedDictionary<string, Family> _families = new(StringComparer.Ordinal);

    public MetricShelf(Meter meter)
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (ReferenceEquals(instrument.Meter, meter))
            {
                listener.EnableMeasurementEvents(instrument, Add(instrument));
            }
        };
        _listener.SetMeasurementEventCallback<long>(
            static (_, value, tags, family) => ((Family)family!).Measure(value, tags));
        _listener.SetMeasurementEventCallback<double>(
            static (_, value, tags, family) => ((Family)family!).Measure(value, tags));
        _listener.Start();
    }

    /// <summary>Everything as Prometheus reads it. One scrape at a time.</summary>
    public byte[] Scrape()
    {
        lock (_scraping)
        {
            Family[] families;
            lock (_families)
            {
                families = [.. _families.Values];
            }
            foreach (var family in families)
            {
                family.Forget();
            }
            _listener.RecordObservableInstruments();
            var text = new ExpositionText();
            foreach (var family in families)
            {
                family.WriteTo(text);
            }
            return text.ToUtf8();
        }
    }

    public void Dispose() => _listener.Dispose();

    private Family Add(Instrument instrument)
    {
        lock (_families)
        {
            return _families[instrument.Name] = new Family(instrument);
        }
    }
}
