namespace Paddock.Providers.Lxd.Api;

/// <summary>Where the configured server is.</summary>
internal static class ServerPlace
{
    private const int HttpsPort = 8443;
    private const int FingerprintChars = 64;

    /// <exception cref="InvalidDataException">The settings cannot work; the message says why.</exception>
    public static ServerAddress Of(LxdSettings settings, string directory, TimeProvider time)
    {
        var host = settings.Host ?? Usual(settings.Flavor);
        switch (host.Scheme)
        {
            case "unix" when host.AbsolutePath.Length > 1:
                return new ServerAddress(host, Fingerprint: null, Ours: null);
            case "https":
                return new ServerAddress(
                    WithPort(host), FingerprintOf(settings), OurCertificate.Open(settings, directory, time));
            default:
                throw new InvalidDataException(
                    $"{host} is no address of a server. Write unix:///var/lib/lxd/unix.socket or https://host:8443.");
        }
    }

    /// <summary>
    /// Where the server's own command would look; if the daemon is not there, the usual place is named.
    /// </summary>
    private static Uri Usual(Flavor flavor)
    {
        var (socket, directory) = (
            Environment.GetEnvironmentVariable(flavor.SocketVariables.Socket),
            Environment.GetEnvironmentVariable(flavor.SocketVariables.Directory));
        var path = socket is { Length: > 0 } ? socket
            : directory is { Length: > 0 } ? Path.Combine(directory, "unix.socket")
            : flavor.Sockets.FirstOrDefault(File.Exists) ?? flavor.Sockets[^1];
        return new Uri($"unix://{path}");
    }

    private static Uri WithPort(Uri host) =>
        new UriBuilder(host) { Port = host.IsDefaultPort ? HttpsPort : host.Port, Path = "/" }.Uri;

    private static string FingerprintOf(LxdSettings settings)
    {
        var token = settings.TrustToken is { } secret ? TrustToken.TryParse(secret.Reveal()) : null;
        var text = (settings.Fingerprint ?? token?.Fingerprint ?? "").Replace(":", "", StringComparison.Ordinal);
        if (text.Length == 0)
        {
            throw new InvalidDataException(
                $"Provider {settings.Name} reaches {settings.Host} without knowing its certificate. Write its "
                + $"fingerprint ({settings.Flavor.Command} info, certificate_fingerprint), or a trust_token that has "
                + "it.");
        }
        return text.Length == FingerprintChars && text.All(char.IsAsciiHexDigit)
            ? text
            : throw new InvalidDataException(
                $"Provider {settings.Name} has a fingerprint that is none: SHA-256 in 64 hexadecimal digits.");
    }
}
