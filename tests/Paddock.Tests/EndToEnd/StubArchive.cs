using System.Diagnostics;
using Paddock.Tests.Support;

namespace Paddock.Tests.EndToEnd;

/// <summary>The stub runner, packed like the real one.</summary>
internal static class StubArchive
{
    public static async Task<string> PackAsync(CancellationToken cancellationToken)
    {
        using var pack = Process.Start(
            new ProcessStartInfo(Path.Combine(RepositoryFiles.Root, "eng/pack-stub-runner.sh"))
            {
                RedirectStandardOutput = true,
            })!;
        var path = await pack.StandardOutput.ReadToEndAsync(cancellationToken);
        await pack.WaitForExitAsync(cancellationToken);
        pack.ExitCode.ShouldBe(0);
        return path.Trim();
    }
}
