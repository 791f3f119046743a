using System.Numerics;
using System.Security.Cryptography;

namespace Paddock.StubRunner.Signing;

/// <summary>
/// Makes an RSA key of 2048 bits in plain C#, for the reason given at <see cref="Sha256"/>. Good enough for a runner
/// that nobody attacks; takes about a second.
/// </summary>
internal static class RsaKeys
{
    private const int PrimeBytes = 128;
    private const int Rounds = 20;

    private static readonly BigInteger Exponent = 65537;

    private static readonly int[] SmallPrimes =
        [.. Enumerable.Range(3, 2000).Where(n => n % 2 == 1 && Enumerable.Range(2, 44).All(d => d >= n || n % d != 0))];

    public static RSAParameters Make()
    {
        var p = Prime();
        var q = Prime();
        var d = Inverse(Exponent, (p - 1) * (q - 1));
        return new RSAParameters
        {
            Modulus = Bytes(p * q, 2 * PrimeBytes),
            Exponent = [1, 0, 1],
            D = Bytes(d, 2 * PrimeBytes),
            P = Bytes(p, PrimeBytes),
            Q = Bytes(q, PrimeBytes),
            DP = Bytes(d % (p - 1), PrimeBytes),
            DQ = Bytes(d % (q - 1), PrimeBytes),
            InverseQ = Bytes(Inverse(q, p), PrimeBytes),
        };
    }

    /// <summary>Both top bits are one, so that two of them make a modulus of full length.</summary>
    private static BigInteger Prime()
    {
        while (true)
        {
            var bytes = Ids.Bytes(PrimeBytes);
            bytes[0] |= 0xc0;
            bytes[^1] |= 1;
            var number = new BigInteger(bytes, isUnsigned: true, isBigEndian: true);
            if (Array.TrueForAll(SmallPrimes, small => number % small != 0)
                && (number - 1) % Exponent != 0 && IsProbablyPrime(number))
            {
                return number;
            }
        }
    }

    /// <summary>Miller and Rabin.</summary>
    private static bool IsProbablyPrime(BigInteger number)
    {
        var odd = number - 1;
        var twos = 0;
        for (; odd.IsEven; odd >>= 1)
        {
            twos++;
        }
        return Enumerable.Range(0, Rounds).All(_ => Passes(number, odd, twos));
    }

    private static bool Passes(BigInteger number, BigInteger odd, int twos)
    {
        var witness = 2 + (new BigInteger(Ids.Bytes(PrimeBytes), isUnsigned: true) % (number - 3));
        var power = BigInteger.ModPow(witness, odd, number);
        for (var i = 0; i < twos && !power.IsOne && power != number - 1; i++)
        {
            power = BigInteger.ModPow(power, 2, number);
            if (power.IsOne)
            {
                return false;
            }
        }
        return power.IsOne || power == number - 1;
    }

    /// <summary>Euclid's algorithm, extended.</summary>
    private static BigInteger Inverse(BigInteger number, BigInteger modulus)
    {
        var (a, b, x, y) = (number % modulus, modulus, BigInteger.One, BigInteger.Zero);
        while (!a.IsZero)
        {
            var quotient = b / a;
            (a, b) = (b - (quotient * a), a);
            (x, y) = (y - (quotient * x), x);
        }
        return y.Sign < 0 ? y + modulus : y;
    }

    private static byte[] Bytes(BigInteger number, int length)
    {
        var bytes = number.ToByteArray(isUnsigned: true, isBigEndian: true);
        return [.. new byte[length - bytes.Length], .. bytes];
    }
}
