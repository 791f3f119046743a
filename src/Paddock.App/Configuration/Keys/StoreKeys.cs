using static Paddock.App.Configuration.Keys.ConfigKeys;
using static Paddock.App.Configuration.Keys.ScalarRule;

namespace Paddock.App.Configuration.Keys;

/// <summary>The keys of the store.</summary>
internal static class StoreKeys
{
    /// <summary>As <c>StoreRetention</c> has them; a test holds the two together.</summary>
    public const string JobsUsual = "7d";

    public const string JournalUsual = "14d";
    public const string JournalSizeUsual = "2GB";

    public static Shape.Section Store => new(
        new("sqlite", Of(FilePath),
            "The embedded store's file, on a local disk.") { Default = "paddock.db in state_directory" },
        new("retention", Retention,
            "How much history is kept. Less leaves room in the file; `paddock store compact` gives it back."),
        Key.NotYet("postgres",
            "A PostgreSQL store is", "Use the embedded store: leave the key out, or set store.sqlite."));

    private static Shape.Section Retention => new(
        new("jobs", Of(Duration),
            "How long jobs, runners and machines stay known after their end; 3d at least, because GitHub delivers "
            + "again for three days.")
        {
            Default = JobsUsual,
        },
        new("journal", Of(Duration),
            "How long the journal reaches back, which `paddock explain` reads; 1d at least.")
        {
            Default = JournalUsual,
        },
        new("journal_size", Of(ScalarRule.Size),
            "How large the journal may become, before its oldest entries go earlier; 16MiB at least.")
        {
            Default = JournalSizeUsual,
        });
}
