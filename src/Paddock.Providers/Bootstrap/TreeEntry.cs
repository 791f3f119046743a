namespace Paddock.Providers.Bootstrap;

/// <summary>What a runner archive may hold.</summary>
/// <param name="Path">Below the runner's root: <c>bin/x</c>, never empty, no part of it <c>..</c>.</param>
internal abstract record TreeEntry(string Path, DateTimeOffset Changed)
{
    public sealed record Directory(string Path, DateTimeOffset Changed) : TreeEntry(Path, Changed);

    /// <param name="Content">To be read before the next entry is asked for; null for an empty file.</param>
    public sealed record File(string Path, DateTimeOffset Changed, UnixFileMode Mode, Stream? Content)
        : TreeEntry(Path, Changed);

    /// <param name="Original">The path of a file that came before.</param>
    public sealed record Again(string Path, DateTimeOffset Changed, UnixFileMode Mode, string Original)
        : TreeEntry(Path, Changed);

    /// <param name="Target">Relative to where the link lies, and inside the runner's root.</param>
    public sealed record Link(string Path, DateTimeOffset Changed, string Target) : TreeEntry(Path, Changed);
}
