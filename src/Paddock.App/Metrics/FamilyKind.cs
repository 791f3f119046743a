namespace Paddock.App.Metrics;

/// <summary>Prometheus's types (Prometheus docs, "Exposition formats").</summary>
internal enum FamilyKind
{
    Counter,
    Gauge,
    Histogram,
}
