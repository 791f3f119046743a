using System.Globalization;

namespace Paddock.Simulator;

/// <summary>How many seeds, for how long, on how many threads.</summary>
public sealed record SwarmOptions(TimeSpan Budget, ulong From, int Threads)
{
    private const int ThreadsMax = 256;
    private const double SecondsMax = 24 * 3600;

    /// <summary>Reads <c>--seconds N --from SEED --threads N</c>; null with a fault that names the argument.</summary>
    public static SwarmOptions? Read(IReadOnlyList<string> args, out string fault)
    {
        var options = new SwarmOptions(TimeSpan.FromSeconds(60), 1, Environment.ProcessorCount);
        for (var i = 0; i < args.Count; i += 2)
        {
            var value = i + 1 < args.Count ? args[i + 1] : "";
            if (options.With(args[i], value) is not { } next)
            {
                fault = $"cannot use {args[i]} {value}".TrimEnd();
                return null;
            }
            options = next;
        }
        fault = "";
        return options;
    }

    private SwarmOptions? With(string option, string value) => option switch
    {
        "--seconds" when double.TryParse(value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture,
            out var seconds)
            && seconds is > 0 and <= SecondsMax => this with { Budget = TimeSpan.FromSeconds(seconds) },
        "--from" when ulong.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var seed) =>
            this with { From = seed },
        "--threads" when int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var threads)
            && threads is > 0 and <= ThreadsMax => this with { Threads = threads },
        _ => null,
    };
}
