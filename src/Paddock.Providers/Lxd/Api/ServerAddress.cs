using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Paddock.Providers.Calls;

namespace Paddock.Providers.Lxd.Api;

/// <summary>
/// Where a server listens and how it is reached: its unix socket, or https with client certificates on both sides. The
/// server's certificate is its own, so it is known by its fingerprint and by nothing else; there is no way to reach a
/// server whose fingerprint is not configured.
/// </summary>
/// <param name="Fingerprint">SHA-256 of the certificate the server has to show; null for a socket.</param>
internal sealed record ServerAddress(Uri Host, string? Fingerprint, X509Certificate2? Ours)
{
    private static readonly TimeSpan ConnectLimit = TimeSpan.FromSeconds(10);

    /// <summary>The socket's path; null for a server elsewhere.</summary>
    public string? SocketPath => Host.Scheme == "unix" ? Host.AbsolutePath : null;

    /// <summary>What requests are addressed to. Over a unix socket the name means nothing.</summary>
    public Uri Base => SocketPath is not null ? new Uri("http://lxd/") : Host;

    /// <summary>The same for a websocket.</summary>
    public Uri Events => new UriBuilder(Base) { Scheme = SocketPath is not null ? "ws" : "wss" }.Uri;

    public ServerWords Words(Flavor flavor) => new(
        flavor.Name, Host, SocketPath, flavor.Group, "Start it",
        $"It shows another certificate than the one with fingerprint {Fingerprint}, or does not accept ours. If it was "
        + "replaced on purpose, write the new fingerprint.");

    public SocketsHttpHandler Open()
    {
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false, UseCookies = false, UseProxy = false, ConnectTimeout = ConnectLimit,
        };
        if (SocketPath is { } path)
        {
            handler.ConnectCallback = (_, token) => LocalSocket.ConnectAsync(path, token);
            return handler;
        }
        handler.SslOptions = new SslClientAuthenticationOptions
        {
            ClientCertificates = Ours is null ? null : [Ours],

            // A resumed session would still be known by the certificate it was begun with.
            AllowTlsResume = false,
            RemoteCertificateValidationCallback = (_, shown, _, _) => IsPinned(shown),
        };
        return handler;
    }

    private bool IsPinned(X509Certificate? shown) =>
        shown is not null && Fingerprint is not null
        && CryptographicOperations.FixedTimeEquals(
            shown.GetCertHash(HashAlgorithmName.SHA256), Convert.FromHexString(Fingerprint));
}
