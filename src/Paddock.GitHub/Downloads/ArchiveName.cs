using System.Buffers;

namespace Paddock.GitHub.Downloads;

/// <summary>
/// A runner archive's file name, taken apart: <c>actions-runner-linux-x64-2.336.0.tar.gz</c>. It comes from outside and
/// becomes a path, so only a plain name is one.
/// </summary>
internal sealed record ArchiveName(string File, string Family, Version Version)
{
    private const int CharsMax = 128;

    private static readonly string[] Extensions = [".tar.gz", ".zip"];

    private static readonly SearchValues<char> Plain =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-");

    /// <summary>Null when the text is no such name.</summary>
    public static ArchiveName? TryParse(string? file)
    {
        if (file is null
            || file.Length > CharsMax
            || file.StartsWith('.')
            || file.AsSpan().IndexOfAnyExcept(Plain) >= 0)
        {
            return null;
        }
        var extension = Array.Find(Extensions, ending => file.EndsWith(ending, StringComparison.Ordinal));
        var stem = extension is null ? "" : file[..^extension.Length];
        var dash = stem.LastIndexOf('-');
        return dash > 0 && Version.TryParse(stem.AsSpan(dash + 1), out var version)
            ? new ArchiveName(file, stem[..dash] + extension, version)
            : null;
    }
}
