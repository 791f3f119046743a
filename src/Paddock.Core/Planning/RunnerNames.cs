using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Paddock.Core.Planning;

/// <summary>
/// The names we give, and how we know our own again (decision D7): <c>pdk-&lt;mark 8&gt;-&lt;12 base32&gt;</c>. Lower
/// case letters, digits and dashes, a letter first, 25 characters: every provider and GitHub take that.
/// </summary>
public static class RunnerNames
{
    private const string Prefix = "pdk-";
    private const string Alphabet = "abcdefghijklmnopqrstuvwxyz234567";
    private static readonly SearchValues<char> Letters = SearchValues.Create(Alphabet);
    private const int MarkLength = 8;
    private const int DrawLength = 12;

    /// <summary>The mark of a fleet: a hash of its id and of the nonce that was made with its store.</summary>
    public static string MarkOf(string fleet, string install)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes($"{fleet}\n{install}"));
        return Base32(BinaryPrimitives.ReadUInt64BigEndian(hash), MarkLength);
    }

    /// <summary>The <paramref name="index"/>th name of one decision. The same arguments give the same name.</summary>
    public static string Draw(string mark, Seed seed, int index)
    {
        var mixed = Mix(Mix(seed.Value ^ (ulong)seed.DecisionNumber) + (ulong)index);
        return $"{Prefix}{mark}-{Base32(mixed, DrawLength)}";
    }

    /// <summary>
    /// Is this exactly a name that the fleet of this mark could have given? A whole-name test: with prefixes, one
    /// fleet would delete the runners of another whose name begins alike.
    /// </summary>
    public static bool IsOurs(string mark, string? name) =>
        name is not null
        && name.Length == Prefix.Length + MarkLength + 1 + DrawLength
        && name.StartsWith(Prefix, StringComparison.Ordinal)
        && string.CompareOrdinal(name, Prefix.Length, mark, 0, MarkLength) == 0
        && name[Prefix.Length + MarkLength] == '-'
        && name.AsSpan(Prefix.Length + MarkLength + 1).IndexOfAnyExcept(Letters) < 0;

    private static string Base32(ulong value, int length) =>
        string.Create(length, value, static (span, bits) =>
        {
            for (var i = 0; i < span.Length; i++, bits >>= 5)
            {
                span[i] = Alphabet[(int)(bits & 31)];
            }
        });

    /// <summary>The finaliser of SplitMix64: one round spreads every input bit over the whole word.</summary>
    private static ulong Mix(ulong value)
    {
        value += 0x9E3779B97F4A7C15;
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
        return value ^ (value >> 31);
    }
}
