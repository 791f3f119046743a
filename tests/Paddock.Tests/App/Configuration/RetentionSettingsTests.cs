using Paddock.App.Configuration;
using Paddock.App.Configuration.Keys;
using Paddock.App.Configuration.Values;
using Paddock.Storage.Sqlite;

namespace Paddock.Tests.App.Configuration;

public sealed class RetentionSettingsTests
{
    private readonly ConfigDesk _desk = new();

    [Fact]
    public void What_is_written_counts_and_the_rest_is_as_usual()
    {
        var retention = ConfigDesk.Accepted(Read("{jobs: 10d, journal_size: 1GiB}")).Retention;

        retention.ShouldBe(new StoreRetention { ClosedRows = TimeSpan.FromDays(10), JournalBytesMax = 1L << 30 });
    }

    [Fact]
    public void The_defaults_are_those_of_the_store()
    {
        var usual = new StoreRetention();

        Durations.TryParse(StoreKeys.JobsUsual).ShouldBe(usual.ClosedRows);
        Durations.TryParse(StoreKeys.JournalUsual).ShouldBe(usual.Journal);
        Sizes.TryParse(StoreKeys.JournalSizeUsual).ShouldBe(usual.JournalBytesMax);
        ConfigDesk.Accepted(_desk.Read(ConfigDesk.Good)).Retention.ShouldBe(usual);
    }

    [Theory]
    [InlineData("{jobs: 2d23h}", "error: store.retention.jobs is 2d23h, and jobs have to be known for 3d at least")]
    [InlineData("{journal: 23h}", "error: store.retention.journal is 23h")]
    [InlineData("{journal_size: 15MiB}", "error: store.retention.journal_size is 15MiB")]
    [InlineData("{jobs: 7}", "error: store.retention.jobs takes a duration, but is '7'")]
    [InlineData("{jbos: 7d}", "error: There is no key 'jbos' in store.retention.")]
    [InlineData("{journal: 3d}", "warning: Jobs are kept for 7d and the journal for 3d")]
    [InlineData("{jobs: 30d}", "warning: Jobs are kept for 30d and the journal for 14d")]
    public void What_cannot_be_meant_is_told_with_its_place(string retention, string told) =>
        ConfigDesk.Texts(Read(retention)).ShouldHaveSingleItem()
            .ShouldContain($"paddock.yaml:16:{At(retention)}: {told}");

    [Fact]
    public void One_fault_is_not_told_as_two() =>
        ConfigDesk.Texts(Read("{jobs: 1d, journal: 1d}")).ShouldHaveSingleItem();

    /// <summary>The column of the first value, or of its key where the key is the fault.</summary>
    private static int At(string retention) =>
        "store: {retention: ".Length + 1 + (retention.StartsWith("{jbos") ? 1 : retention.IndexOf(' ') + 1);

    private ConfigLoad Read(string retention) => _desk.Read($"{ConfigDesk.Good}\nstore: {{retention: {retention}}}");
}
