using System.Diagnostics;

namespace Paddock.Tests.Storage;

/// <summary>A real mount for the life of one test. Needs root; without it the test is skipped.</summary>
internal sealed class Mount : IDisposable
{
    private readonly string _at;

    private Mount(string at) => _at = at;

    public static Mount OrSkip(params string[] arguments)
    {
        var said = Run("mount", arguments);
        Assert.SkipWhen(said is not null, $"This machine lets nobody mount: {said}");
        return new Mount(arguments[^1]);
    }

    public void Again(string options) => Run("mount", "-o", options, _at).ShouldBeNull();

    public void Dispose() => Run("umount", _at).ShouldBeNull();

    /// <summary>Null when it went well, else what the program said.</summary>
    private static string? Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        var said = process.StandardError.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? null : $"{program}: {said}";
    }
}
