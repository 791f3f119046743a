using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Paddock.GitHub.Auth;
using Paddock.Tests.Support;

namespace Paddock.Tests.GitHub.Auth;

public sealed class AppKeyTests
{
    private static readonly TestAppKey Pair = TestAppKey.Common;

    public static TheoryData<string> Written =>
    [
        Pair.Pkcs1,
        Pair.Pkcs8,
        $"\n  {Pair.Pkcs1}\n\n",
        Pair.Pkcs1.Replace("\n", "\r\n", StringComparison.Ordinal),
        Pair.Pkcs1.Replace("\n", "\\n", StringComparison.Ordinal),
        Pair.Pkcs1.Replace("\n", "\\r\\n", StringComparison.Ordinal),
        $"{CertificateOf()}\n{Pair.Pkcs8}",
    ];

    [Theory]
    [MemberData(nameof(Written))]
    public void A_key_is_read_in_every_form_it_comes_in(string text)
    {
        var (key, problem) = AppKey.Parse(text);

        problem.ShouldBeNull();
        Pair.HasSigned("text"u8.ToArray(), key!.Sign("text")).ShouldBeTrue();
    }

    public static TheoryData<string, string> Mistaken => new()
    {
        { "", "is empty" },
        { " \n", "is empty" },
        { "-----BEGIN OPENSSH PRIVATE KEY-----\nAAAA\n-----END OPENSSH PRIVATE KEY-----", "is an OpenSSH key" },
        { "ssh-rsa AAAAB3NzaC1yc2E me@host", "is an OpenSSH public key" },
        { Pair.Public, "is a public key" },
        { CertificateOf(), "is a certificate" },
        { Pair.Encrypted, "is encrypted" },
        { $"-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,00\n\nAAAA", "encrypted" },
        { ECDsa.Create().ExportECPrivateKeyPem(), "is no RSA key" },
        { ECDsa.Create().ExportPkcs8PrivateKeyPem(), "holds no RSA key" },
        { Pair.Pkcs1[..400], "is damaged" },
        { "-----BEGIN RSA PRIVATE KEY-----", "is damaged" },
        { "-----BEGIN PGP MESSAGE-----", "another kind" },
        { "/etc/paddock/app.pem", "the name of a file" },
        { "PuTTY-User-Key-File-3: ssh-rsa", "is a PuTTY key" },
        { "0\uFFFD\u0004\uFFFD\u0002\u0001", "is in DER form" },
        { "c2VjcmV0", "is not in PEM form" },
    };

    [Theory]
    [MemberData(nameof(Mistaken))]
    public void What_is_no_key_of_an_App_is_told_by_its_name_with_a_remedy(string text, string what)
    {
        var (key, problem) = AppKey.Parse(text);

        key.ShouldBeNull();
        problem!.What.ShouldContain(what);
        problem.Remedy.ShouldNotBeEmpty();
    }

    private static string CertificateOf()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=a", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var now = TimeProvider.System.GetUtcNow();
        using var certificate = request.CreateSelfSigned(now, now.AddDays(1));
        return certificate.ExportCertificatePem();
    }
}
