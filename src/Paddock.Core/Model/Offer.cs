using System.Globalization;

namespace Paddock.Core.Model;

/// <summary>
/// How big a machine is: a type the provider names (<c>cx23</c>), or limits for providers that cut machines to
/// measure. Null means the provider's default.
/// </summary>
public sealed record MachineSize(
    string? Type = null, double? Cpus = null, long? MemoryBytes = null, long? DiskBytes = null)
{
    /// <summary>A short text without blanks, part of a <see cref="PlaceKey"/>.</summary>
    public override string ToString()
    {
        if (Type is not null)
        {
            return Type;
        }
        var parts = new List<string>(3);
        if (Cpus is { } cpus)
        {
            parts.Add(string.Create(CultureInfo.InvariantCulture, $"{cpus:0.##}cpu"));
        }
        if (MemoryBytes is { } memory)
        {
            parts.Add(string.Create(CultureInfo.InvariantCulture, $"{memory / (1024 * 1024)}MiB"));
        }
        if (DiskBytes is { } disk)
        {
            parts.Add(string.Create(CultureInfo.InvariantCulture, $"{disk / (1024 * 1024)}MiB-disk"));
        }
        return parts.Count == 0 ? "default" : string.Join('+', parts);
    }
}

/// <summary>One way to get a machine: provider, size, location and image. A pool has an ordered list of them.</summary>
public sealed record Offer(ProviderName Provider, MachineSize Size, string? Location, string Image);
