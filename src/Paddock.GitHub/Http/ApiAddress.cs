namespace Paddock.GitHub.Http;

/// <summary>
/// Where a GitHub's REST API lives. <paramref name="Host"/> is the name people know it by and half of every job's key;
/// <paramref name="Base"/> ends in a slash.
/// </summary>
internal sealed record ApiAddress(string Host, Uri Base)
{
    private const string Residency = ".ghe.com";

    /// <summary>GitHub's own, with or without data residency, and no Enterprise Server.</summary>
    public bool IsGitHubs => IsGitHubsOwn(Host);

    /// <summary>
    /// github.com answers at api.github.com, a data-residency host at <c>api.SUB.ghe.com</c>, an Enterprise Server
    /// below <c>/api/v3</c> (GitHub docs, "Getting started with the REST API"). <paramref name="api"/> overrides that:
    /// a stand-in, or a gateway in front.
    /// </summary>
    public static ApiAddress Of(Uri url, Uri? api)
    {
        var host = HostOf(url);
        return new ApiAddress(host, WithSlash(api ?? Derive(url, host)));
    }

    private static string HostOf(Uri url)
    {
        var authority = url.IsDefaultPort ? url.Host : $"{url.Host}:{url.Port}";
        var host = authority.ToLowerInvariant();
        var isApi = host.StartsWith("api.", StringComparison.Ordinal)
            && (host == "api.github.com" || host.EndsWith(Residency, StringComparison.Ordinal));
        return isApi ? host["api.".Length..] : host == "www.github.com" ? "github.com" : host;
    }

    private static Uri Derive(Uri url, string host) =>
        IsGitHubsOwn(host)
            ? new Uri($"{url.Scheme}://api.{host}/")
            : new Uri($"{url.Scheme}://{host}/api/v3/");

    private static bool IsGitHubsOwn(string host) =>
        host == "github.com" || host.EndsWith(Residency, StringComparison.Ordinal);

    private static Uri WithSlash(Uri uri) =>
        uri.AbsolutePath.EndsWith('/') ? uri : new UriBuilder(uri) { Path = uri.AbsolutePath + "/" }.Uri;

    /// <summary>A path of <see cref="ApiPath"/>, without a leading slash, below the base.</summary>
    public Uri Resolve(string path) => new(Base, path);

    /// <summary>Links and redirects are followed to the API's own scheme, host and port and nowhere else.</summary>
    public bool IsOwn(Uri address) =>
        address.Scheme == Base.Scheme && address.IdnHost == Base.IdnHost && address.Port == Base.Port;
}
