using Paddock.App.Configuration.Keys;
using Paddock.App.Configuration.Reading;
using Paddock.Core.Model;
using Paddock.Ports.Providers;
using Paddock.Providers;
using Paddock.Providers.Docker;
using Paddock.Providers.Process;

namespace Paddock.App.Configuration.Sections;

/// <summary><c>images:</c>, the images that Paddock builds.</summary>
internal static class ImagesSection
{
    /// <summary>A build takes minutes, and every machine after it unpacks a new image.</summary>
    private static readonly TimeSpan EveryLeast = TimeSpan.FromHours(1);

    public static IReadOnlyList<ImageSettings> Read(View top, IReadOnlyList<ProviderSettings> providers)
    {
        List<ImageSettings> images =
            [.. top.At("images").Named.Select(one => Image(one.Name, one.Value, providers))];
        var seen = new HashSet<(ProviderName, string)>();
        foreach (var image in images.Where(image => !seen.Add((image.Provider, image.Alias))))
        {
            top.At("images").At(image.Name).Error(
                $"Another image of provider {image.Provider} is called '{image.Alias}', too.",
                "Give each an alias of its own.");
        }
        return images;
    }

    private static ImageSettings Image(string name, View at, IReadOnlyList<ProviderSettings> providers)
    {
        var provider = at.At("provider");
        var settings = providers.FirstOrDefault(one => one.Name.Value == provider.Name);
        if (provider.Name is { } wanted && settings is null)
        {
            provider.Error(
                $"{at.Path} is of provider {wanted}, and there is none of that name.",
                $"There is: {string.Join(", ", providers.Select(one => one.Name))}.");
        }
        if (settings is ProcessSettings)
        {
            provider.Error(
                $"{at.Path} is of provider {settings.Name}, whose machines are processes: they have no image.",
                "Name another provider.");
        }
        if (settings is DockerSettings && at.At("compression") is { IsThere: true } compression)
        {
            compression.Warn($"{compression.Path} has no effect with a provider of kind docker.", "Remove it.");
        }
        return new ImageSettings(
            name, new ProviderName(provider.Name ?? ""), at.At("base").Text(ScalarRule.Text) ?? "")
        {
            Alias = at.At("alias").Name ?? name,
            ScriptFile = at.At("script").FilePath,
            Keep = at.At("keep").Count ?? ImageRecipe.KeepUsual,
            PutsRunner = at.At("runner").Flag ?? true,
            Compression = at.At("compression").Word,
            Rebuild = at.At("rebuild") is { IsThere: true } rebuild ? Rebuild(rebuild, at) : null,
        };
    }

    private static RebuildRule Rebuild(View at, View image)
    {
        var every = at.At("every");
        if (every.Duration < EveryLeast)
        {
            every.Error($"{every.Path} is {every.Word}: a build takes minutes.", "Write 1h or more.");
        }
        var isRefreshed = at.At("before_end_of_life").Flag ?? true;
        if (!every.IsThere && (!isRefreshed || image.At("runner").Flag == false))
        {
            at.Warn($"{at.Path} gives no occasion to build it anew.", "Add every, like every: 7d.");
        }
        return new RebuildRule(every.Duration, Hours(at), isRefreshed);
    }

    private static RebuildHours? Hours(View at) =>
        at.At("hours").Text(ScalarRule.HoursOfDay) is { } text && Values.Hours.TryParse(text) is var (from, to)
            ? new RebuildHours(
                from, to,
                at.At("zone").Text(ScalarRule.Zone) is { } zone ? ScalarRule.ToZone(zone)! : TimeZoneInfo.Utc)
            : null;
}
