using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Paddock.GitHub.Http;

/// <summary>
/// Private certificate authorities, added to the system's. A certificate the system trusts is never looked at here; one
/// it does not trust must chain to a root of the file, and its name must be right in any case.
/// </summary>
internal sealed class TrustedRoots(X509Certificate2Collection roots)
{
    private const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";

    /// <summary>
    /// Throws <see cref="InvalidDataException"/> when the file holds no certificate; an operator has to see that at
    /// start.
    /// </summary>
    public static TrustedRoots Load(string path)
    {
        var roots = new X509Certificate2Collection();
        try
        {
            roots.ImportFromPemFile(path);
        }
        catch (Exception failure) when (failure is CryptographicException or IOException or UnauthorizedAccessException)
        {
            throw new InvalidDataException($"The certificate file {path} cannot be read: {failure.Message}", failure);
        }
        return roots.Count > 0
            ? new TrustedRoots(roots)
            : throw new InvalidDataException($"The certificate file {path} holds no certificate in PEM form.");
    }

    public bool Validate(object sender, X509Certificate? certificate, X509Chain? offered, SslPolicyErrors errors)
    {
        if (errors != SslPolicyErrors.RemoteCertificateChainErrors || certificate is not X509Certificate2 server)
        {
            return errors == SslPolicyErrors.None;
        }
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.AddRange(roots);
        chain.ChainPolicy.ExtraStore.AddRange(roots);
        foreach (var element in offered?.ChainElements ?? Enumerable.Empty<X509ChainElement>())
        {
            chain.ChainPolicy.ExtraStore.Add(element.Certificate);
        }
        chain.ChainPolicy.ApplicationPolicy.Add(new Oid(ServerAuthentication));

        // A private authority's revocation list is rarely reachable, and the system's default does not ask either.
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        return chain.Build(server);
    }
}
