using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Paddock.Providers.Lxd.Api;

/// <summary>
/// The certificate a server knows us by: the operator's, or one that is made once and kept beside the provider's state.
/// It vouches for nothing but itself, so nobody has to sign it.
/// </summary>
internal static class OurCertificate
{
    private const int Years = 10;
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <exception cref="InvalidDataException">It cannot be read or kept; the message says why.</exception>
    public static X509Certificate2 Open(LxdSettings settings, string directory, TimeProvider time)
    {
        var (certificate, key) = (
            settings.CertificateFile ?? Path.Combine(directory, "client.crt"),
            settings.KeyFile ?? Path.Combine(directory, "client.key"));
        try
        {
            if (settings.CertificateFile is null && !File.Exists(certificate))
            {
                Make(settings, certificate, key, time.GetUtcNow());
            }
            return X509Certificate2.CreateFromPemFile(certificate, key);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or CryptographicException)
        {
            throw new InvalidDataException(
                $"The certificate {certificate} with {key} cannot be used: {failure.Message} Both have to be PEM, and "
                + "readable by Paddock's user.", failure);
        }
    }

    /// <summary>The key first: a certificate without one would be taken for the whole.</summary>
    private static void Make(LxdSettings settings, string certificate, string key, DateTimeOffset now)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(certificate)!);
        using var pair = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        var request = new CertificateRequest($"CN=paddock-{settings.Name}", pair, HashAlgorithmName.SHA384);
        using var made = request.CreateSelfSigned(now.AddDays(-1), now.AddYears(Years));
        Write(key, pair.ExportPkcs8PrivateKeyPem());
        Write(certificate, made.ExportCertificatePem());
    }

    private static void Write(string path, string text)
    {
        var part = path + ".new";
        File.Delete(part);
        using (var file = new StreamWriter(new FileStream(part, new FileStreamOptions
        {
            Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = OwnerOnly,
        })))
        {
            file.Write(text);
        }
        File.Move(part, path, overwrite: true);
    }
}
