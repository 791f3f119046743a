using Paddock.Tests.Support;

namespace Paddock.Tests.Tidy;

/// <summary>
/// The files of this repository that people write. Style is an ordinary test over them, as in any other test: a rule is
/// a function from a file to what is wrong with it, and each rule has a test of its own that it can fail.
/// </summary>
internal static class Tree
{
    /// <summary>What was built, what belongs to tools, and samples that others wrote.</summary>
    private static readonly HashSet<string> Outside = new(StringComparer.Ordinal)
    {
        "artifacts", "bin", "obj", ".git", ".vs", ".idea", ".cache", "node_modules", "Fixtures",
    };

    private static readonly HashSet<string> TextEndings = new(StringComparer.Ordinal)
    {
        ".cs", ".csproj", ".slnx", ".props", ".targets", ".sql", ".sh", ".md", ".yml", ".yaml", ".txt", ".css", ".js",
        ".html", ".json", ".svg", ".service", "",
    };

    public static IReadOnlyList<TreeFile> Files { get; } =
        [.. Walk(RepositoryFiles.Root).OrderBy(file => file.Path, StringComparer.Ordinal)];

    public static IEnumerable<TreeFile> Code => Files.Where(file => file.IsCode);

    public static IEnumerable<TreeFile> Pages => Files.Where(file => file.IsPage);

    public static IEnumerable<TreeFile> Projects => Files.Where(file => file.IsProject);

    public static string FullPath(string path) => Path.Combine(RepositoryFiles.Root, path);

    public static bool Has(string path) => File.Exists(FullPath(path)) || Directory.Exists(FullPath(path));

    /// <summary>Fails with all faults at once.</summary>
    public static void ShouldHold(this IEnumerable<string> faults)
    {
        var all = faults.ToList();
        all.ShouldBeEmpty($"{all.Count} found:\n{string.Join('\n', all)}");
    }

    private static IEnumerable<TreeFile> Walk(string folder)
    {
        foreach (var entry in new DirectoryInfo(folder).EnumerateFileSystemInfos())
        {
            if (Outside.Contains(entry.Name) || entry.LinkTarget is not null)
            {
                continue;
            }
            if (entry is DirectoryInfo)
            {
                foreach (var file in Walk(entry.FullName))
                {
                    yield return file;
                }
            }
            else if (TextEndings.Contains(entry.Extension) || entry.Name.StartsWith('.'))
            {
                var path = Path.GetRelativePath(RepositoryFiles.Root, entry.FullName).Replace('\\', '/');
                yield return new TreeFile(path, File.ReadAllText(entry.FullName));
            }
        }
    }
}
