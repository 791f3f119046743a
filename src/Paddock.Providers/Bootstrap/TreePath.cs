using Paddock.Ports;

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

    /// <summary>Nothing lies in what is itself no directory: a file, or a link that could lead anywhere.</summary>
    /// <exception cref="InvalidDataException">It does.</exception>
    public static void CheckPlace(string path, IReadOnlySet<string> others)
    {
        for (var slash = path.IndexOf('/'); slash >= 0; slash = path.IndexOf('/', slash + 1))
        {
            if (others.Contains(path[..slash]))
            {
                throw Outside(path);
            }
        }
    }

    /// <summary>
    /// A link may climb, but not above the root, and its way may not lead through another link: then what it says and
    /// where it leads is the same, and no chain of harmless links adds up to a way out.
    /// </summary>
    /// <exception cref="InvalidDataException">It does.</exception>
    public static void CheckLink(string path, string target, IReadOnlySet<string> links)
    {
        var here = path.Split('/')[..^1].ToList();
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
