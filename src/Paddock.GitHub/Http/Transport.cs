using System.Net;

namespace Paddock.GitHub.Http;

/// <summary>The sockets of a connection: no redirects, no cookies, the connection's proxy and authorities.</summary>
internal static class Transport
{
    /// <summary>Sixteen writes (decision D25) and some reads; GitHub allows a hundred at once.</summary>
    private const int ConnectionsMax = 24;

    private static readonly TimeSpan ConnectLimit = TimeSpan.FromSeconds(10);

    /// <summary>Long enough to be reused, short enough to notice that GitHub's address has moved.</summary>
    private static readonly TimeSpan ConnectionLife = TimeSpan.FromMinutes(5);

    /// <param name="unpacks">Answers of the API come compressed; a runner archive must stay as it was signed.</param>
    public static SocketsHttpHandler Open(GitHubConnection connection, TrustedRoots? roots, bool unpacks)
    {
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            AutomaticDecompression = unpacks ? DecompressionMethods.All : DecompressionMethods.None,
            UseCookies = false,
            ConnectTimeout = ConnectLimit,
            PooledConnectionLifetime = ConnectionLife,
            MaxConnectionsPerServer = ConnectionsMax,
        };
        if (connection.Proxy is { } proxy)
        {
            handler.Proxy = Via(proxy);
        }
        if (roots is not null)
        {
            handler.SslOptions.RemoteCertificateValidationCallback = roots.Validate;
        }
        return handler;
    }

    /// <summary>The password leaves the address, which may be printed, for the credentials, which are not.</summary>
    private static WebProxy Via(Uri proxy)
    {
        var bare = new UriBuilder(proxy) { UserName = "", Password = "" }.Uri;
        if (proxy.UserInfo.Length == 0)
        {
            return new WebProxy(bare);
        }
        var parts = proxy.UserInfo.Split(':', 2);
        return new WebProxy(bare)
        {
            Credentials = new NetworkCredential(
                Uri.UnescapeDataString(parts[0]), parts.Length > 1 ? Uri.UnescapeDataString(parts[1]) : ""),
        };
    }
}
