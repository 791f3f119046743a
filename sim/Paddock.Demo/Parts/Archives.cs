namespace Paddock.Demo.Parts;

/// <summary>Where the packed stub runner lies.</summary>
internal static class Archives
{
    private const string Pattern = "actions-runner-linux-x64-*.tar.gz";

    /// <exception cref="DemoFailedException">Nowhere.</exception>
    public static string Find(string? given)
    {
        if (given is not null)
        {
            return File.Exists(given) ? Path.GetFullPath(given) : throw Missing($"There is no file {given}.");
        }
        return Directory.GetFiles(AppContext.BaseDirectory, Pattern).Order().LastOrDefault()
            ?? throw Missing("The demonstration needs the stub runner's archive, and there is none beside it.");
    }

    private static DemoFailedException Missing(string message) => new(
        message, "Start it as ./paddock demo in a clone, which packs it, or name it with --runner-archive.");
}
