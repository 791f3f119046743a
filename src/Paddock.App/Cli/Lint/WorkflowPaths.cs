namespace Paddock.App.Cli.Lint;

/// <summary>Which files are meant.</summary>
internal static class WorkflowPaths
{
    public const string Usual = ".github/workflows";

    /// <summary>A directory of more is no directory of workflows.</summary>
    private const int FilesMax = 1000;

    /// <exception cref="CliFaultException">A directory has none, or cannot be read.</exception>
    public static IReadOnlyList<string> Of(IReadOnlyList<string> given) =>
        [.. (given.Count == 0 ? [Usual] : given).SelectMany(FilesOf).Distinct()];

    private static IEnumerable<string> FilesOf(string path)
    {
        if (!Directory.Exists(path) && path != Usual)
        {
            return [path];
        }
        var inner = Path.Combine(path, Usual);
        var files = WorkflowsIn(Directory.Exists(inner) ? inner : path);
        return files.Count switch
        {
            0 => throw new CliFaultException(
                ExitCode.Usage, $"There are no workflows in {path}.",
                "Name their files or directory, or labels with --labels."),
            > FilesMax => throw new CliFaultException(
                ExitCode.Usage, $"There are more than {FilesMax} files in {path}.", "Name the files."),
            _ => files,
        };
    }

    private static List<string> WorkflowsIn(string directory)
    {
        try
        {
            return
            [
                .. Directory.EnumerateFiles(directory)
                    .Where(file => Path.GetExtension(file) is ".yml" or ".yaml")
                    .Take(FilesMax + 1).Order(StringComparer.Ordinal),
            ];
        }
        catch (DirectoryNotFoundException)
        {
            return [];
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new CliFaultException(
                ExitCode.Failed, $"{directory} cannot be read: {fault.Message}", "Check who may read it.", fault);
        }
    }
}
