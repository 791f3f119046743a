using System.Security.Cryptography;

namespace Paddock.Tests.Support;

/// <summary>A key pair of a GitHub App of the moment.</summary>
internal sealed class TestAppKey
{
    private readonly RSA _rsa = RSA.Create(2048);

    /// <summary>One for all tests that only need some key: making one takes a while.</summary>
    public static TestAppKey Common { get; } = new();

    /// <summary>As GitHub lets it be downloaded.</summary>
    public string Pkcs1 => _rsa.ExportRSAPrivateKeyPem();

    public string Pkcs8 => _rsa.ExportPkcs8PrivateKeyPem();

    public string Encrypted => _rsa.ExportEncryptedPkcs8PrivateKeyPem(
        "secret", new PbeParameters(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 1000));

    public string Public => _rsa.ExportSubjectPublicKeyInfoPem();

    public bool HasSigned(byte[] text, byte[] signature) =>
        _rsa.VerifyData(text, signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
}
