using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Paddock.Providers.Calls;

namespace Paddock.Providers.Docker.Api;

/// <summary>
/// Where an engine listens and how it is reached: a unix socket, or tcp with client certificates. Without certificates
/// only loopback is spoken to, because whoever reaches the engine's port is root on its host.
/// </summary>
internal sealed record EngineAddress(Uri Host, string? CertificateDirectory)
{
    private const int TlsPort = 2376;
    private const int PlainPort = 2375;

    private static readonly TimeSpan ConnectLimit = TimeSpan.FromSeconds(10);

    /// <summary>The socket's path; null for an engine elsewhere.</summary>
    public string? SocketPath => Host.Scheme == "unix" ? Host.AbsolutePath : null;

    /// <summary>What requests are addressed to. Over a unix socket the name means nothing.</summary>
    public Uri Base => SocketPath is not null
        ? new Uri("http://docker/")
        : new UriBuilder(IsTls ? "https" : "http", Host.Host, Port).Uri;

    public ServerWords Words => new(
        "Docker Engine", Host, SocketPath, Group: "docker", "Start it (systemctl start docker)",
        "Its certificate has to be signed by ca.pem, and ours by what the engine trusts.");

    private bool IsTls => CertificateDirectory is not null;

    private int Port => Host.Port > 0 ? Host.Port : IsTls ? TlsPort : PlainPort;

    /// <exception cref="InvalidDataException">
    /// The settings cannot work; the message says why and what to do.
    /// </exception>
    public SocketsHttpHandler Open()
    {
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false, UseCookies = false, UseProxy = false, ConnectTimeout = ConnectLimit,
        };
        switch (Host.Scheme)
        {
            case "unix" when Host.AbsolutePath.Length > 1:
                handler.ConnectCallback = (_, token) => LocalSocket.ConnectAsync(Host.AbsolutePath, token);
                return handler;
            case "tcp" when IsTls:
                handler.SslOptions = Tls(CertificateDirectory!);
                return handler;
            case "tcp" when Host.IsLoopback:
                return handler;
            case "tcp":
                throw new InvalidDataException(
                    $"{Host} is no loopback address and no certificates are configured: whoever can reach such a port "
                    + "is root on that host. Set certificate_directory to one with ca.pem, cert.pem and key.pem.");
            default:
                throw new InvalidDataException(
                    $"{Host} is no address of a Docker Engine. Write unix:///var/run/docker.sock or tcp://host:2376.");
        }
    }

    /// <summary>
    /// The engine's authority is the only one trusted: a public one has no say about who may be root here.
    /// </summary>
    private static SslClientAuthenticationOptions Tls(string directory)
    {
        try
        {
            var chain = new X509ChainPolicy
            {
                TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck,
            };
            chain.CustomTrustStore.ImportFromPemFile(Path.Combine(directory, "ca.pem"));
            return new SslClientAuthenticationOptions
            {
                CertificateChainPolicy = chain,
                ClientCertificates =
                [
                    X509Certificate2.CreateFromPemFile(
                        Path.Combine(directory, "cert.pem"), Path.Combine(directory, "key.pem")),
                ],
            };
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or CryptographicException)
        {
            throw new InvalidDataException(
                $"The certificates in {directory} cannot be used: {failure.Message} "
                + "ca.pem, cert.pem and key.pem have to be there, in PEM, readable by Paddock's user.", failure);
        }
    }
}
