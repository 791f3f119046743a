using System.Buffers;
using System.Security.Cryptography;

namespace Paddock.GitHub.Webhooks;

/// <summary>
/// The check of <c>X-Hub-Signature-256</c>: <c>sha256=</c> and the HMAC-SHA-256 of the raw body in hex (GitHub docs,
/// "Validating webhook deliveries"). Computed while the body is read, for every secret in use at once.
/// </summary>
internal sealed class Signature : IDisposable
{
    private const string Prefix = "sha256=";

    private readonly byte[] _claimed;
    private readonly IncrementalHash[] _hashes;

    private Signature(byte[] claimed, IReadOnlyList<byte[]> keys)
    {
        _claimed = claimed;
        _hashes = new IncrementalHash[keys.Count];
        for (var i = 0; i < _hashes.Length; i++)
        {
            _hashes[i] = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, keys[i]);
        }
    }

    /// <summary>
    /// Null when the header is missing or is no SHA-256 signature; there is then nothing to compare with.
    /// </summary>
    public static Signature? TryBegin(string? header, IReadOnlyList<byte[]> keys)
    {
        var claimed = new byte[SHA256.HashSizeInBytes];
        return header is not null
            && header.Length == Prefix.Length + (2 * claimed.Length)
            && header.StartsWith(Prefix, StringComparison.Ordinal)
            && Convert.FromHexString(header.AsSpan(Prefix.Length), claimed, out _, out _) == OperationStatus.Done
            ? new Signature(claimed, keys)
            : null;
    }

    public void Append(ReadOnlySpan<byte> bytes)
    {
        foreach (var hash in _hashes)
        {
            hash.AppendData(bytes);
        }
    }

    /// <summary>Takes the same time whichever secret fits, and whether any does.</summary>
    public bool IsValid()
    {
        Span<byte> computed = stackalloc byte[SHA256.HashSizeInBytes];
        var isValid = false;
        foreach (var hash in _hashes)
        {
            hash.GetHashAndReset(computed);
            isValid |= CryptographicOperations.FixedTimeEquals(computed, _claimed);
        }
        return isValid;
    }

    public void Dispose()
    {
        foreach (var hash in _hashes)
        {
            hash.Dispose();
        }
    }
}
