namespace Paddock.Tests.Support;

/// <summary>Files of this repository, found from wherever the tests run.</summary>
internal static class RepositoryFiles
{
    public static string Root { get; } = Find(AppContext.BaseDirectory);

    public static string Fixture(string path) => Path.Combine(Root, "tests/Paddock.Tests/Fixtures", path);

    private static string Find(string? folder)
    {
        while (folder is not null && !File.Exists(Path.Combine(folder, "Paddock.slnx")))
        {
            folder = Path.GetDirectoryName(folder);
        }
        return folder ?? throw new InvalidOperationException("These tests run inside the repository.");
    }
}
