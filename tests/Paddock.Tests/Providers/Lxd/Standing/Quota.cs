using System.Globalization;
using System.Text.Json.Nodes;

namespace Paddock.Tests.Providers.Lxd.Standing;

/// <summary>The limits of a project.</summary>
internal static class Quota
{
    private const string Prefix = "Failed checking if instance creation allowed: ";

    /// <summary>Null: it fits.</summary>
    public static string? Fault(Shelves shelves, Instances instances, Instance wanted)
    {
        var limits = shelves.Projects.Get("default", wanted.Project)?["config"] as JsonObject ?? [];
        var present = instances.All.Where(one => one.Project == wanted.Project).ToList();
        if (Limit(limits, "limits.instances") is { } count && present.Count >= count)
        {
            return $"Reached maximum number of instances in project \"{wanted.Project}\"";
        }
        foreach (var key in new[] { "limits.cpu", "limits.memory" }.Where(key => limits[key] is not null))
        {
            if (!instances.ExpandedConfig(wanted).ContainsKey(key))
            {
                return $"{Prefix}Failed getting usage of project entities: Instance \"{wanted.Name}\" in project "
                    + $"\"{wanted.Project}\" has no \"{key}\" config, either directly or via a profile";
            }
            var all = present.Append(wanted).Sum(one => Size(instances.ExpandedConfig(one).GetValueOrDefault(key)));
            if (all > Limit(limits, key))
            {
                return $"{Prefix}Reached maximum aggregate value \"{limits[key]}\" for \"{key}\" in project "
                    + $"\"{wanted.Project}\"";
            }
        }
        return null;
    }

    private static long? Limit(JsonObject limits, string key) =>
        (string?)limits[key] is { Length: > 0 } text ? Size(text) : null;

    private static long Size(string? text)
    {
        var digits = (text ?? "").TakeWhile(char.IsAsciiDigit).Count();
        var number = digits == 0 ? 0 : long.Parse(text.AsSpan(0, digits), CultureInfo.InvariantCulture);
        return (text ?? "")[digits..].Trim() switch
        {
            "KiB" => number << 10,
            "MiB" => number << 20,
            "GiB" => number << 30,
            "TiB" => number << 40,
            "kB" => number * 1_000,
            "MB" => number * 1_000_000,
            "GB" => number * 1_000_000_000,
            _ => number,
        };
    }
}
