using System.Text.Json.Serialization;

namespace Paddock.Core.Model;

[JsonConverter(typeof(JsonStringEnumConverter<ScopeKind>))]
public enum ScopeKind
{
    Repository,
    Organization,
    Enterprise,
}

/// <summary>
/// Where a runner registers: <c>repo:owner/name</c>, <c>org:name</c> or <c>enterprise:slug</c>, reached through a
/// named connection. <paramref name="Path"/> is compared as GitHub compares names: without case.
/// </summary>
public sealed record Scope(string Connection, ScopeKind Kind, string Path)
{
    /// <summary>
    /// May a runner registered here take a job of this repository? An enterprise scope covers what the configuration
    /// says it covers: the payload of a job does not name its enterprise, so every repository of the connection counts.
    /// </summary>
    public bool Covers(Repository repository) => Kind switch
    {
        ScopeKind.Repository => string.Equals(Path, repository.FullName, StringComparison.OrdinalIgnoreCase),
        ScopeKind.Organization => string.Equals(Path, repository.Owner, StringComparison.OrdinalIgnoreCase),
        _ => true,
    };

    public bool Equals(Scope? other) =>
        other is not null && Kind == other.Kind && Connection == other.Connection
        && string.Equals(Path, other.Path, StringComparison.OrdinalIgnoreCase);

    public override int GetHashCode() =>
        StringComparer.OrdinalIgnoreCase.GetHashCode(Path);

    /// <summary><c>org:acme</c>, or <c>ghes/org:acme</c> for a connection other than the default one.</summary>
    public override string ToString()
    {
        var kind = Kind switch
        {
            ScopeKind.Repository => "repo",
            ScopeKind.Organization => "org",
            _ => "enterprise",
        };
        return Connection == DefaultConnection ? $"{kind}:{Path}" : $"{Connection}/{kind}:{Path}";
    }

    public const string DefaultConnection = "default";

    /// <summary>Reads <c>[connection/]kind:path</c>; null when the text is none.</summary>
    public static Scope? TryParse(string text)
    {
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        if (colon <= 0 || colon == text.Length - 1)
        {
            return null;
        }
        var left = text[..colon];
        var slash = left.IndexOf('/', StringComparison.Ordinal);
        var connection = slash < 0 ? DefaultConnection : left[..slash];
        ScopeKind? kind = (slash < 0 ? left : left[(slash + 1)..]) switch
        {
            "repo" => ScopeKind.Repository,
            "org" => ScopeKind.Organization,
            "enterprise" => ScopeKind.Enterprise,
            _ => null,
        };
        var path = text[(colon + 1)..];
        return kind is null || connection.Length == 0 || !IsPath(kind.Value, path)
            ? null
            : new Scope(connection, kind.Value, path);
    }

    private static bool IsPath(ScopeKind kind, string path)
    {
        var slashes = path.Count(c => c == '/');
        return slashes == (kind == ScopeKind.Repository ? 1 : 0)
            && path[0] != '/' && path[^1] != '/'
            && path.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' or '/');
    }
}

/// <summary>
/// A repository as GitHub described it last. The id is its identity; owner and name may change by a rename.
/// </summary>
public sealed record Repository(long Id, string Owner, string Name, bool Private)
{
    [JsonIgnore]
    public string FullName => $"{Owner}/{Name}";
}

/// <summary>
/// What GitHub matches jobs against: the host, the place of registration, the runner group and the exact label set
/// sent with the registration. Two runners of one class are interchangeable; GitHub decides which takes which job.
/// </summary>
public sealed record RunnerClass(string Host, Scope Scope, string Group, Labels.LabelSet Labels)
{
    /// <summary>
    /// May a runner of this class take this job? Its repository is in the scope and its labels are covered.
    /// </summary>
    public bool Serves(string host, Repository repository, Labels.LabelSet labels) =>
        Host == host && Scope.Covers(repository) && labels.IsSubsetOf(Labels);
}
