using Paddock.App.Composition;
using Paddock.Tests.Support;

namespace Paddock.Tests.App.Composition;

public sealed class FileWatchTests : IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    private readonly string _folder = Directory.CreateTempSubdirectory("paddock-watch-").FullName;
    private readonly TestTime _time = new();
    private int _told;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private string Watched => Path.Combine(_folder, "paddock.yaml");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task What_is_there_at_first_is_told_once_since_it_may_have_changed_before_the_watch_began()
    {
        await File.WriteAllTextAsync(Watched, "a", Stop);
        await using var watch = FileWatch.Start(Watched, () => _told++, _time);

        await LookAsync();
        await LookAsync();

        _told.ShouldBe(1);
    }

    [Fact]
    public async Task A_change_is_told_once_when_the_file_has_come_to_rest()
    {
        await File.WriteAllTextAsync(Watched, "a", Stop);
        await using var watch = FileWatch.Start(Watched, () => _told++, _time);
        await LookAsync();
        _told = 0;

        await File.WriteAllTextAsync(Watched, "ab", Stop);
        await LookAsync();
        _told.ShouldBe(0, "it may still be written");
        await LookAsync();
        _told.ShouldBe(1);
        await LookAsync();
        _told.ShouldBe(1);
    }

    [Fact]
    public async Task A_link_that_points_elsewhere_is_a_change_and_a_file_that_is_away_for_a_moment_is_none()
    {
        await File.WriteAllTextAsync(Path.Combine(_folder, "one"), "a", Stop);
        await File.WriteAllTextAsync(Path.Combine(_folder, "two"), "b", Stop);
        File.CreateSymbolicLink(Watched, "one");
        await using var watch = FileWatch.Start(Watched, () => _told++, _time);
        await LookAsync();
        _told = 0;

        File.Delete(Watched);
        await LookAsync();
        await LookAsync();
        _told.ShouldBe(0);
        File.CreateSymbolicLink(Watched, "two");
        await LookAsync();
        await LookAsync();
        _told.ShouldBe(1);
    }

    /// <summary>Returns when it has looked and waits for the next time.</summary>
    private async Task LookAsync()
    {
        await _time.AdvanceToTimerAsync(Pause);
        await _time.TimerWithinAsync(Pause);
    }
}
