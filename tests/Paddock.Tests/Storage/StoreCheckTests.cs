using Paddock.Core.Facts;
using Paddock.Ports.Conformance;
using Paddock.Ports.Store;
using Paddock.Storage.Sqlite;

namespace Paddock.Tests.Storage;

public sealed class StoreCheckTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public void A_sound_store_is_counted_and_folded_again()
    {
        using var folder = WithJobs();
        var findings = StoreCheck.Run(folder.Options, Token);
        findings.Problems.ShouldBeEmpty();
        (findings.Rows, findings.Entries, findings.Refolded).ShouldBe((20, 40, 20));
    }

    [Fact]
    public void A_file_that_holds_nothing_is_a_finding_and_no_crash()
    {
        using var folder = new StoreFolder();
        File.WriteAllBytes(folder.Options.Path, []);
        StoreCheck.Run(folder.Options, Token).Problems.ShouldHaveSingleItem().ShouldStartWith("It is empty");
    }

    [Fact]
    public async Task A_store_in_use_can_be_checked()
    {
        using var folder = WithJobs();
        await using var store = await folder.OpenAsync();
        await store.ObserveAsync(new Report([SampleFacts.JobQueued(99, 1)]), Token);
        StoreCheck.Run(folder.Options, Token).Rows.ShouldBe(21);
    }

    [Fact]
    public async Task It_is_seen_whether_somebody_uses_a_store_and_looking_takes_nothing()
    {
        using var folder = new StoreFolder();
        StoreCheck.IsInUse(folder.Options).ShouldBeFalse();
        Directory.GetFiles(folder.Directory).ShouldBeEmpty();
        var store = await folder.OpenAsync();

        StoreCheck.IsInUse(folder.Options).ShouldBeTrue();
        await store.DisposeAsync();

        StoreCheck.IsInUse(folder.Options).ShouldBeFalse();
        folder.OpenCore().Dispose();
    }

    [Fact]
    public void A_glance_sees_pages_and_schema_and_not_what_is_written()
    {
        using var folder = WithJobs();
        folder.Meddle("UPDATE rows SET version = 9");
        StoreCheck.Glance(folder.Options).Problems.ShouldBeEmpty();

        folder.Meddle("CREATE TABLE strange (a)");
        StoreCheck.Glance(folder.Options).Problems.ShouldHaveSingleItem().ShouldContain("table strange");
    }

    [Fact]
    public void A_store_whose_journal_has_lost_its_beginning_is_sound()
    {
        using var folder = WithJobs();
        folder.Meddle("DELETE FROM journal WHERE seq <= 15");
        var findings = StoreCheck.Run(folder.Options, Token);
        findings.Problems.ShouldBeEmpty();
        findings.Refolded.ShouldBe(12);
    }

    [Fact]
    public void A_subject_that_came_back_after_its_row_was_forgotten_is_sound()
    {
        using var folder = new StoreFolder();
        using (var core = folder.OpenCore())
        {
            core.Store(SampleFacts.JobFinished(1, 1, 1));
            core.Forget(new StoreRetention(), SampleFacts.Start + TimeSpan.FromDays(8));
            core.Store(SampleFacts.JobFinished(1, 1, 1) with { At = SampleFacts.Start + TimeSpan.FromDays(8) });
        }
        var findings = StoreCheck.Run(folder.Options, Token);
        findings.Problems.ShouldBeEmpty();
        findings.Refolded.ShouldBe(1);
    }

    /// <param name="meddling">The at sign stands for the third job.</param>
    [Theory]
    [InlineData("UPDATE rows SET body = replace(body, 'InProgress', 'Queued') @", "folding")]
    [InlineData("UPDATE rows SET version = 9 @", "columns of job github.com/3")]
    [InlineData("UPDATE rows SET open = 0 @", "columns of job github.com/3")]
    [InlineData("UPDATE rows SET companion_kind = 'job', companion_key = 'x' @", "columns of job")]
    [InlineData("UPDATE rows SET key = 'github.com/33' @", "columns of job github.com/33")]
    [InlineData("UPDATE rows SET body = '{}' @", "row of job github.com/3 cannot be read")]
    [InlineData("DELETE FROM rows @", "job github.com/3 is open, and there is no row")]
    [InlineData("DELETE FROM journal @ AND version = 2", "has version 2, and its journal ends with 1")]
    [InlineData("UPDATE journal SET version = 7 @ AND version = 2", "goes from version 1 to 7")]
    [InlineData("UPDATE journal SET version = 1 @ AND version = 2", "begins anew")]
    [InlineData("UPDATE journal SET fact = '{}' @ AND version = 2", "(job github.com/3) cannot be read")]
    [InlineData(
        "UPDATE journal SET fact = (SELECT fact FROM journal @ AND version = 1) @ AND version = 2",
        "changes nothing in job github.com/3")]
    [InlineData("DROP INDEX rows_recent", "lacks, or has otherwise: (index rows_recent")]
    [InlineData("CREATE TABLE theirs (a)", "did not put there: (table theirs")]
    [InlineData("CREATE TRIGGER t AFTER INSERT ON rows BEGIN DELETE FROM rows; END", "did not put there: (trigger t")]
    public void What_is_wrong_is_named(string meddling, string problem)
    {
        using var folder = WithJobs();
        folder.Meddle(meddling.Replace("@", "WHERE key = 'github.com/3'", StringComparison.Ordinal));
        var findings = StoreCheck.Run(folder.Options, Token);
        findings.IsSound.ShouldBeFalse();
        findings.Problems.ShouldContain(found => found.Contains(problem, StringComparison.Ordinal));
    }

    [Fact]
    public void Damaged_pages_are_found()
    {
        using var folder = WithJobs();
        using (var file = new FileStream(folder.Path, FileMode.Open, FileAccess.Write))
        {
            file.Position = file.Length - 4096;
            file.Write(Enumerable.Repeat((byte)0xAB, 4096).ToArray());
        }
        StoreCheck.Run(folder.Options, Token).IsSound.ShouldBeFalse();
    }

    [Fact]
    public void A_thousand_problems_are_told_as_the_first_hundred()
    {
        using var folder = new StoreFolder();
        using (var core = folder.OpenCore())
        {
            core.Store([.. Enumerable.Range(1, 1000).Select(id => SampleFacts.JobQueued(id, 1))]);
        }
        folder.Meddle("UPDATE rows SET version = 9");
        StoreCheck.Run(folder.Options, Token).Problems.Count.ShouldBe(StoreCheck.ProblemsMax);
    }

    [Fact]
    public void A_check_changes_nothing()
    {
        using var folder = WithJobs();
        var before = File.ReadAllBytes(folder.Path);
        StoreCheck.Run(folder.Options, Token);
        File.ReadAllBytes(folder.Path).ShouldBe(before);
    }

    [Fact]
    public void There_is_nothing_to_check_where_there_is_no_store()
    {
        using var folder = new StoreFolder();
        var fault = Should.Throw<StoreFaultException>(() => StoreCheck.Run(folder.Options, Token));
        fault.Kind.ShouldBe(StoreFaultKind.Missing);
        File.Exists(folder.Path).ShouldBeFalse();
    }

    /// <summary>Twenty jobs that were queued and started.</summary>
    private static StoreFolder WithJobs()
    {
        var folder = new StoreFolder();
        using var core = folder.OpenCore();
        core.Store([.. Enumerable.Range(1, 20).SelectMany(id => (Observation[])
            [SampleFacts.JobQueued(id, 1), SampleFacts.JobStarted(id, id, 2)])]);
        return folder;
    }
}
