using System.Globalization;

namespace Paddock.Bench;

/// <summary>Times something several times and prints a row: least, median, most.</summary>
internal static class Figure
{
    public static void Time(string name, int runs, Action action)
    {
        var time = TimeProvider.System;
        for (var i = 0; i < Math.Min(30, runs); i++)
        {
            action();
        }
        var took = new List<double>(runs);
        for (var i = 0; i < runs; i++)
        {
            var began = time.GetTimestamp();
            action();
            took.Add(time.GetElapsedTime(began).TotalMilliseconds);
        }
        Row(name, took, "ms");
    }

    public static void Row(string name, IEnumerable<double> values, string unit)
    {
        var sorted = values.Order().ToList();
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{name,-56} min {sorted[0],9:0.00}  p50 {At(0.5),9:0.00}  p99 {At(0.99),9:0.00}  "
            + $"max {sorted[^1],9:0.00} {unit}  ({sorted.Count})"));

        double At(double share) => sorted[(int)Math.Min(sorted.Count - 1, share * sorted.Count)];
    }

    public static void Row(string name, double value, string unit) =>
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name,-56} {value,13:0.00} {unit}"));
}
