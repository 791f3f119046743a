using System.Security.Cryptography;
using System.Text;
using Paddock.StubRunner.Signing;

namespace Paddock.Tests.StandIn;

/// <summary>The stub runner's own cryptography against the platform's.</summary>
public sealed class SigningTests
{
    private static readonly byte[] Message = Encoding.UTF8.GetBytes("a message that is signed");

    [Fact]
    public void Hashes_are_those_of_the_platform()
    {
        // Every length around the ends of two blocks, where padding goes wrong.
        for (var length = 0; length < 130; length++)
        {
            var message = new byte[length];
            Array.Fill(message, (byte)length);
            Sha256.Hash(message).ShouldBe(SHA256.HashData(message));
        }
    }

    [Fact]
    public void A_PKCS1_signature_is_that_of_the_platform()
    {
        using var key = RSA.Create(2048);
        var expected = key.SignData(Message, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        new RsaSigner(key.ExportParameters(includePrivateParameters: true)).SignPkcs1(Message).ShouldBe(expected);
    }

    [Fact]
    public void A_PSS_signature_convinces_the_platform()
    {
        using var key = RSA.Create(2048);
        var signer = new RsaSigner(key.ExportParameters(includePrivateParameters: true));
        for (var i = 0; i < 20; i++)
        {
            key.VerifyData(
                Message, signer.SignPss(Message), HashAlgorithmName.SHA256, RSASignaturePadding.Pss).ShouldBeTrue();
        }
    }

    [Fact]
    public void A_PSS_signature_of_something_else_does_not()
    {
        using var key = RSA.Create(2048);
        var signature = new RsaSigner(key.ExportParameters(includePrivateParameters: true)).SignPss(Message);
        key.VerifyData(
            (byte[])[.. Message, 0], signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pss).ShouldBeFalse();
    }
}
