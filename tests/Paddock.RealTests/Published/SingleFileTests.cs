using System.Diagnostics;
using Paddock.Demo;
using Paddock.Tests.Support;

namespace Paddock.RealTests.Published;

/// <summary>
/// The program as one trimmed file. What trimming cut away too much shows only when it runs: so it plays the whole
/// story, and every command that needs no fleet is called.
/// </summary>
public sealed class SingleFileTests
{
    private static readonly string Root = RepositoryFiles.Root;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_published_file_does_what_the_built_program_does()
    {
        var folder = Directory.CreateTempSubdirectory("paddock-published-");
        try
        {
            var program = await CallAsync(Path.Combine(Root, "eng/publish.sh"), "--single-file", folder.FullName);
            folder.GetFiles().ShouldHaveSingleItem().FullName.ShouldBe(program);
            await ShouldAnswerAsync(program, folder.FullName);
            await ShouldPlayAsync(program);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task ShouldAnswerAsync(string program, string state)
    {
        var config = Path.Combine(Root, "examples/process.yaml");
        (await CallAsync(program, "--version")).ShouldMatch(@"^\d+\.\d+\.\d+$");
        (await CallAsync(program, "--help")).ShouldContain("explain");
        (await CallAsync(program, "config", "schema")).ShouldContain("json-schema.org");
        (await CallAsync(program, "validate", "--config", config, "-o", "json")).ShouldContain("\"ok\": true");
        (await CallAsync(program, "provider", "check", "--config", config, "-o", "json")).ShouldContain("\"ok\": true");
        File.Exists(Path.Combine(state, "paddock.db")).ShouldBeFalse();
    }

    private static async Task ShouldPlayAsync(string program)
    {
        using var output = new StringWriter();
        var runner = await CallAsync(Path.Combine(Root, "eng/pack-stub-runner.sh"));
        var options = new DemoOptions { IsFast = true, IsPlain = true, RunnerArchive = runner, Program = program };

        var (figures, checks, _) = await new DemoShow(options, output, TimeProvider.System).RunAsync(Stop);

        checks.Where(check => !check.Holds).Select(check => $"{check.What}: {check.But}").ShouldBeEmpty();
        figures.Registrations.ShouldBeGreaterThan(0);
    }

    /// <summary>What it prints, when it ends well.</summary>
    private static async Task<string> CallAsync(string program, params IReadOnlyList<string> words)
    {
        var start = new ProcessStartInfo(program, words) { RedirectStandardOutput = true };
        foreach (var secret in (string[])["GITHUB_TOKEN", "GITHUB_WEBHOOK_SECRET"])
        {
            start.Environment[secret] = "for-the-example";
        }
        using var process = Process.Start(start)!;
        var said = await process.StandardOutput.ReadToEndAsync(Stop);
        await process.WaitForExitAsync(Stop);
        process.ExitCode.ShouldBe(0, $"{program} {string.Join(' ', words)}");
        return said.Trim();
    }
}
