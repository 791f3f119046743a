using System.Security.Cryptography;
using System.Text;
using Paddock.GitHubStandIn.World;

namespace Paddock.GitHubStandIn.RunnerSide;

/// <summary>
/// The blob store behind the results service. A name is reachable only with the signature that its address carries.
/// Guarded by the world's lock.
/// </summary>
internal sealed class Blobs(byte[] secret)
{
    /// <summary>Above these the oldest blobs go, and a single one is cut off.</summary>
    private const int BlobsMax = 4000;

    private const int BlobBytesMax = 16 << 20;

    private readonly Dictionary<string, MemoryStream> _blobs = [];
    private readonly Queue<string> _order = new();

    public string UrlOf(string name, Site site) => $"{site.Blobs}{name}?sig={SignatureOf(name)}";

    public bool IsSigned(string name, string? signature) => signature == SignatureOf(name);

    public bool IsBegun(string name) => _blobs.ContainsKey(name);

    public byte[]? Read(string name) => _blobs.TryGetValue(name, out var blob) ? blob.ToArray() : null;

    /// <summary>A block blob is written whole; an append blob is begun empty.</summary>
    public void Write(string name, ReadOnlySpan<byte> content)
    {
        if (!_blobs.ContainsKey(name))
        {
            _order.Enqueue(name);
        }
        _blobs[name] = new MemoryStream();
        Append(name, content);
        while (_order.Count > BlobsMax)
        {
            _blobs.Remove(_order.Dequeue());
        }
    }

    /// <summary>False when it was never begun.</summary>
    public bool Append(string name, ReadOnlySpan<byte> content)
    {
        if (!_blobs.TryGetValue(name, out var blob))
        {
            return false;
        }
        var room = (int)Math.Max(0, BlobBytesMax - blob.Length);
        blob.Write(content[..Math.Min(room, content.Length)]);
        return true;
    }

    private string SignatureOf(string name) =>
        Convert.ToHexStringLower(HMACSHA256.HashData(secret, Encoding.UTF8.GetBytes(name)))[..32];
}
