using Paddock.App.Composition;
using Paddock.Core.Model;
using Paddock.Ports.Providers;

namespace Paddock.Tests.App.Composition;

public sealed class DiagnosesShelfTests : IDisposable
{
    private static readonly MachineName Machine = MachineName.Of("pdk-1");

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("paddock-shelf-");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private DiagnosesShelf Shelf => new(_directory.FullName);

    [Fact]
    public async Task What_was_kept_is_found_as_it_was()
    {
        await Shelf.KeepAsync(Machine, new Diagnosis(7, "one\ntwo\n"), Cancel);

        (await Shelf.FindAsync(Machine, Cancel)).ShouldBe(new Diagnosis(7, "one\ntwo\n"));
    }

    [Fact]
    public async Task What_a_full_disk_left_empty_counts_as_not_kept()
    {
        await Shelf.KeepAsync(Machine, new Diagnosis(7, "one"), Cancel);
        foreach (var file in _directory.GetFiles())
        {
            await File.WriteAllTextAsync(file.FullName, "", Cancel);
        }

        (await Shelf.FindAsync(Machine, Cancel)).ShouldBeNull();
    }

    [Fact]
    public async Task A_name_never_leads_out_of_the_shelf()
    {
        await Shelf.KeepAsync(MachineName.Of("../../outside"), new Diagnosis(0, ""), Cancel);

        _directory.GetFiles().ShouldHaveSingleItem().Name.ShouldBe("outside.log");
    }

    [Fact]
    public async Task A_full_shelf_lets_its_oldest_go_for_a_new_one()
    {
        for (var i = 0; i < DiagnosesShelf.FilesMax; i++)
        {
            var path = Path.Combine(_directory.FullName, $"old-{i}.log");
            await File.WriteAllTextAsync(path, "0\n", Cancel);
            File.SetLastWriteTimeUtc(path, new DateTime(2026, 11, 20, 12, 0, 0, DateTimeKind.Utc).AddSeconds(i));
        }
        var shelf = Shelf;

        await shelf.KeepAsync(Machine, new Diagnosis(7, "one"), Cancel);

        _directory.GetFiles().Length.ShouldBe(DiagnosesShelf.FilesMax);
        (await shelf.FindAsync(MachineName.Of("old-0"), Cancel)).ShouldBeNull();
        (await shelf.FindAsync(MachineName.Of("old-1"), Cancel)).ShouldBe(new Diagnosis(0, ""));
        (await shelf.FindAsync(Machine, Cancel)).ShouldBe(new Diagnosis(7, "one"));
    }

    public void Dispose() => _directory.Delete(recursive: true);
}
