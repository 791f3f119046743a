namespace Paddock.Providers.Bootstrap;

/// <summary>Where a runner lies in a machine and who it runs as.</summary>
/// <param name="Root">The directory with <c>run.sh</c>; the ticket's files go there (decision D24).</param>
public sealed record RunnerPlace(string Root, RunnerUser User)
{
    /// <summary>An image's label that says where its runner lies.</summary>
    public const string RootLabel = "paddock.runner-root";

    /// <summary>Where runners go that are put in by us.</summary>
    public const string DefaultRoot = "/opt/actions-runner";

    /// <summary>Where images have it that say nothing; the second is where GitHub's own image has it.</summary>
    public static IReadOnlyList<string> UsualRoots { get; } = [DefaultRoot, "/home/runner", "/actions-runner"];

    private const int RootCharsMax = 200;

    /// <summary>A plain absolute path, so that it needs no quoting anywhere.</summary>
    public static bool IsPlain(string root) =>
        root.Length is > 1 and <= RootCharsMax && root[0] == '/' && !root.EndsWith('/')
        && !root.Split('/').Any(part => part is ".." or ".") && !root.Contains("//", StringComparison.Ordinal)
        && root.All(c => char.IsAsciiLetterOrDigit(c) || c is '/' or '.' or '_' or '-');
}
