namespace Paddock.App.Metrics;

/// <summary>One family under one set of labels. Its family guards it.</summary>
internal sealed class Series(string labels, double[] bounds)
{
    private readonly long[] _counts = new long[bounds.Length];
    private double _value;
    private long _count;

    public string Labels => labels;

    /// <param name="isWhole">The value itself, and no addition to what was there.</param>
    public void Add(double value, bool isWhole)
    {
        _value = isWhole ? value : _value + value;
        _count++;
        for (var i = 0; i < bounds.Length; i++)
        {
            if (value <= bounds[i])
            {
                // Each bucket counts what is at most its bound, so the larger ones count it too.
                _counts[i]++;
            }
        }
    }

    public void WriteTo(ExpositionText text, Family family)
    {
        if (family.Kind != FamilyKind.Histogram)
        {
            text.Sample(family.Name, labels, _value);
            return;
        }
        var separator = labels.Length == 0 ? "" : ",";
        for (var i = 0; i < bounds.Length; i++)
        {
            var bound = ExpositionText.Number(bounds[i]);
            text.Sample($"{family.Name}_bucket", $"{labels}{separator}le=\"{bound}\"", _counts[i]);
        }
        text.Sample($"{family.Name}_bucket", $"{labels}{separator}le=\"+Inf\"", _count);
        text.Sample($"{family.Name}_sum", labels, _value);
        text.Sample($"{family.Name}_count", labels, _count);
    }
}
