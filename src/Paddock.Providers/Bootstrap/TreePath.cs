namespace Paddock.Providers.Bootstrap;

/// <summary>Paths inside an archive, which are somebody else's words.</summary>
internal static class TreePath
{
    /// <summary><c>./bin/x</c> as <c>bin/x</c>; empty for the root itself.</summary>
    /// <exception cref="InvalidDataException">It lies outside of the archive.</exception>
    public static string Relative(string name)
    {
        var parts = name.Split('/').Where(part => part is not ("" or ".")).ToArray();
        return name.StartsWith('/') || name.Contains('\0', StringComparison.Ordinal) || parts.Contains("..")
            ? throw Outside(name)
            : string.Join('/', parts);
    }

    /// <summary>
    /// A link may climb, but not above the root, and its way may not lead through another link: then what it says and
    /// where it leads is the same, and no chain of harmless links adds up to a way out.
    /// </summary>
    /// <exception cref="InvalidDataException">It does.</exception>
    public static void CheckLink(string path, string target, IReadOnlySet<string> links)
    {
        var here = path.Split('/')[..^1].ToList();
        for (var depth = 1; depth <= here.Count; depth++)
        {
            if (links.Contains(string.Join('/', here.Take(depth))))
            {
                throw Outside(path);
            }
        }
        if (target.Length == 0 || target[0] == '/' || target.Contains('\0', StringComparison.Ordinal))
        {
            throw Outside($"{path} -> {target}");
        }
        var parts = target.Split('/').Where(part => part is not ("" or ".")).ToArray();
        foreach (var (index, part) in parts.Index())
        {
            if (part != "..")
            {
                here.Add(part);
            }
            else if (here.Count > 0)
            {
                here.RemoveAt(here.Count - 1);
            }
            else
            {
                throw Outside($"{path} -> {target}");
            }
            if (index < parts.Length - 1 && links.Contains(string.Join('/', here)))
            {
                throw Outside($"{path} -> {target}");
            }
        }
    }

    private static InvalidDataException Outside(string what) =>
        new($"The runner archive leads outside of itself: {Plain.Line(what)}.");
}
