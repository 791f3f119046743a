using static Paddock.App.Configuration.Keys.ConfigKeys;
using static Paddock.App.Configuration.Keys.ScalarRule;

namespace Paddock.App.Configuration.Keys;

/// <summary>The keys of an image that Paddock builds.</summary>
internal static class ImageKeys
{
    public static Shape.Section Image => new(
        new("provider", Of(Name), "The name of the provider it is built at, and for.") { IsRequired = true },
        new("base", Of(Text), "The image it begins with, as an offer would write it.") { IsRequired = true },
        new("script", Of(FilePath), "A script that is run in it as root; its first line says what runs it."),
        new("alias", Of(Name), "What offers call it.") { Default = "its name" },
        new("keep", Of(Positive), "How many stay, the newest included; those that machines were made of stay, too.")
        {
            Default = "3",
        },
        new("runner", Of(Flag), "Put GitHub's runner in, so that machines need not unpack it.") { Default = "true" },
        new("compression", new Shape.Choice("none", "gzip", "zstd"),
            "How LXD or Incus packs it. `zstd` takes a fraction of the time and has to be installed on the server.")
        {
            Default = "the server's: gzip",
        },
        new("rebuild", Rebuild, "When a running Paddock builds it anew. Without, only `paddock image build` does."));

    private static Shape.Section Rebuild => new(
        new("every", Of(Duration), "How old it may become, like `7d`.") { Default = "no limit" },
        new("hours", Of(HoursOfDay), "Only in these hours, like `02-05`, unless there is no image at all.")
        {
            Default = "00-24",
        },
        new("zone", Of(Zone), "The time zone of the hours, like `Europe/Berlin`.") { Default = "UTC" },
        new("before_end_of_life", Of(Flag),
            "Also a week before GitHub may stop taking the runner in it, 30 days after it was the newest.")
        {
            Default = "true",
        });
}
