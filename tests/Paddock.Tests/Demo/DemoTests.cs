using System.Diagnostics;
using Paddock.Demo;
using Paddock.Tests.Support;

namespace Paddock.Tests.Demo;

/// <summary>
/// The end-to-end test: the program <c>paddock run</c> over real HTTP against the stand-in GitHub, with runners that
/// are real processes; killed once, started again, and everything put away.
/// </summary>
public sealed class DemoTests
{
    [Fact]
    public async Task The_whole_story_is_played_without_a_terminal_and_every_check_holds()
    {
        using var output = new StringWriter();
        var options = new DemoOptions { IsFast = true, IsPlain = true, RunnerArchive = await PackRunnerAsync() };

        var (figures, checks, _) = await new DemoShow(options, output, TimeProvider.System)
            .RunAsync(TestContext.Current.CancellationToken);

        checks.Where(check => !check.Holds).Select(check => $"{check.What}: {check.But}").ShouldBeEmpty();
        figures.Registrations.ShouldBeGreaterThan(0);
        output.ToString().ShouldContain("== Paddock is killed, misses a push, and is started again");
        output.ToString().ShouldNotContain("\u001b");
    }

    private static async Task<string> PackRunnerAsync()
    {
        using var pack = Process.Start(
            new ProcessStartInfo(Path.Combine(RepositoryFiles.Root, "eng/pack-stub-runner.sh"))
            {
                RedirectStandardOutput = true,
            })!;
        var path = await pack.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await pack.WaitForExitAsync(TestContext.Current.CancellationToken);
        pack.ExitCode.ShouldBe(0);
        return path.Trim();
    }
}
