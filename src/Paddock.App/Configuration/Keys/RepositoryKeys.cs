using static Paddock.App.Configuration.Keys.ConfigKeys;
using static Paddock.App.Configuration.Keys.ScalarRule;

namespace Paddock.App.Configuration.Keys;

/// <summary>The keys of a rule about repositories.</summary>
internal static class RepositoryKeys
{
    public static Shape.Section Rule => new(
        new("match", Of(RepositoryPattern),
            "The repositories it is about: `owner/name`, where `*` stands for any characters.") { IsRequired = true },
        new("allow", Of(Flag), "May they use the runners at all?") { Default = "true" },
        new("public", Of(Flag),
            "May they be public? Whoever opens a pull request there can run code on these machines.")
        {
            Default = "false",
        },
        new("forks", Of(Flag),
            "May runs execute what a fork holds? Whoever may read the repository can fork it and open a pull request.")
        {
            Default = "false",
        },
        new("max_jobs", Of(Positive), "Never more jobs of one such repository served at once."),
        new("max_jobs_per_run", Of(Positive), "Never more jobs of one workflow run served at once."),
        new("weight", Of(Positive), "The repository's share where a limit binds, beside those of the others.")
        {
            Default = "1",
        },
        new("priority", Of(Count),
            "The larger goes first where a limit binds. A waiting job rises by one every ten minutes, up to the "
            + "highest there is.")
        {
            Default = "0",
        });
}
