using System.Security.Cryptography;
using System.Text;
using Paddock.StubRunner.Signing;

namespace Paddock.Tests.StandIn;

/// <summary>The key that a stub runner makes for itself, held against the framework's RSA.</summary>
public sealed class RsaKeysTests
{
    [Fact]
    public void A_key_of_its_own_signs_what_others_can_verify()
    {
        var key = RsaKeys.Make();
        var text = Encoding.ASCII.GetBytes("a runner's assertion");

        using var rsa = RSA.Create(key);

        rsa.KeySize.ShouldBe(2048);
        rsa.VerifyData(
            text, new RsaSigner(key).SignPss(text), HashAlgorithmName.SHA256, RSASignaturePadding.Pss).ShouldBeTrue();
        rsa.VerifyData(text, rsa.SignData(text, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1),
            HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1).ShouldBeTrue();
    }
}
