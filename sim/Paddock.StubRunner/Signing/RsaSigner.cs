using System.Numerics;
using System.Security.Cryptography;

namespace Paddock.StubRunner.Signing;

/// <summary>RSA signatures over SHA-256 (RFC 8017) in plain C#, for the reason given at <see cref="Sha256"/>.</summary>
internal sealed class RsaSigner(RSAParameters key)
{
    /// <summary>What precedes the hash in a PKCS #1 v1.5 signature: "a SHA-256 digest follows", in DER.</summary>
    private static readonly byte[] DigestInfo = Convert.FromHexString("3031300d060960864801650304020105000420");

    private int KeyLength => key.Modulus!.Length;

    /// <summary>RS256: RSASSA-PKCS1-v1_5.</summary>
    public byte[] SignPkcs1(ReadOnlySpan<byte> message)
    {
        var encoded = new byte[KeyLength];
        var hash = Sha256.Hash(message);
        encoded[1] = 1;
        encoded.AsSpan(2, KeyLength - 3 - DigestInfo.Length - hash.Length).Fill(0xff);
        DigestInfo.CopyTo(encoded.AsSpan(KeyLength - hash.Length - DigestInfo.Length));
        hash.CopyTo(encoded.AsSpan(KeyLength - hash.Length));
        return Apply(encoded);
    }

    /// <summary>PS256: RSASSA-PSS with a salt as long as the hash.</summary>
    public byte[] SignPss(ReadOnlySpan<byte> message)
    {
        var salt = Ids.Bytes(Sha256.Length);
        var hash = Sha256.Hash([.. new byte[8], .. Sha256.Hash(message), .. salt]);
        var masked = new byte[KeyLength - hash.Length - 1];
        masked[^(salt.Length + 1)] = 1;
        salt.CopyTo(masked.AsSpan(masked.Length - salt.Length));
        Mask(masked, hash);

        // The number that is signed must be smaller than the modulus, whose top bit is one.
        masked[0] &= 0x7f;
        return Apply([.. masked, .. hash, 0xbc]);
    }

    /// <summary>MGF1: as many hashes of seed and counter as it takes.</summary>
    private static void Mask(byte[] block, byte[] seed)
    {
        for (var i = 0; i * Sha256.Length < block.Length; i++)
        {
            var hash = Sha256.Hash([.. seed, (byte)(i >> 24), (byte)(i >> 16), (byte)(i >> 8), (byte)i]);
            for (var j = 0; j < hash.Length && i * Sha256.Length + j < block.Length; j++)
            {
                block[i * Sha256.Length + j] ^= hash[j];
            }
        }
    }

    /// <summary>The private operation, by the two primes: four times as fast as by the modulus.</summary>
    private byte[] Apply(byte[] encoded)
    {
        var message = Number(encoded);
        var q = Number(key.Q!);
        var byP = BigInteger.ModPow(message, Number(key.DP!), Number(key.P!));
        var byQ = BigInteger.ModPow(message, Number(key.DQ!), q);
        var h = Number(key.InverseQ!) * (byP - byQ) % Number(key.P!);
        var signature = byQ + q * (h.Sign < 0 ? h + Number(key.P!) : h);
        var bytes = signature.ToByteArray(isUnsigned: true, isBigEndian: true);
        return [.. new byte[KeyLength - bytes.Length], .. bytes];
    }

    private static BigInteger Number(byte[] bytes) => new(bytes, isUnsigned: true, isBigEndian: true);
}
