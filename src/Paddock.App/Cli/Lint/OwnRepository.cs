using System.Text;
using Paddock.App.Configuration.Reading;
using Paddock.Core.Model;

namespace Paddock.App.Cli.Lint;

/// <summary>
/// Whose workflows these are, when nobody says it: <c>$GITHUB_REPOSITORY</c>, which Actions sets, or where the checkout
/// around the working directory came from.
/// </summary>
internal static class OwnRepository
{
    private const int BytesMax = 1024 * 1024;

    /// <summary><c>owner/name</c>; null when nothing says it.</summary>
    public static string? Find(Shell shell, string directory) =>
        shell.Variable("GITHUB_REPOSITORY") is { } told && IsFullName(told) ? told : OfCheckout(directory);

    public static bool IsFullName(string text) =>
        Scope.TryParse($"repo:{text}") is { Kind: ScopeKind.Repository };

    private static string? OfCheckout(string directory)
    {
        for (var at = new DirectoryInfo(directory); at is not null; at = at.Parent)
        {
            var config = Path.Combine(at.FullName, ".git", "config");
            if (File.Exists(config))
            {
                return new DiskFiles().Read(config, BytesMax) is FileReply.Content content
                    ? OfOrigin(Encoding.UTF8.GetString(content.Bytes).Split('\n'))
                    : null;
            }
        }
        return null;
    }

    /// <summary>
    /// <c>url = git@github.com:acme/app.git</c> or <c>https://github.com/acme/app</c>, of the remote <c>origin</c>.
    /// </summary>
    private static string? OfOrigin(string[] lines)
    {
        var url = lines.Select(line => line.Trim())
            .SkipWhile(line => line != "[remote \"origin\"]").Skip(1)
            .TakeWhile(line => !line.StartsWith('['))
            .FirstOrDefault(line => line.StartsWith("url", StringComparison.Ordinal));
        var path = url?.TrimEnd('/').Split('/', ':', '=') is [.., var owner, var name] ? $"{owner}/{name}" : "";
        var plain = path.EndsWith(".git", StringComparison.Ordinal) ? path[..^".git".Length] : path;
        return IsFullName(plain) ? plain : null;
    }
}
