using System.Buffers.Binary;

namespace Paddock.Providers.Docker.Api;

/// <summary>
/// A container's output as the engine frames it (Engine API, "ContainerAttach"): a header of eight bytes, of which the
/// first names the stream and the last four are the payload's length, big-endian. Both streams are kept in the order
/// they come.
/// </summary>
internal static class LogFrames
{
    private const int HeaderBytes = 8;
    private const int ChunkBytes = 16 * 1024;

    /// <summary>The last bytes of all payloads. A frame that breaks off gives what it has.</summary>
    public static async Task<byte[]> TailAsync(Stream frames, int bytesMax, CancellationToken cancellationToken)
    {
        var tail = new Tail(bytesMax);
        await ReadAsync(frames, bytes => tail.Add(bytes.Span), cancellationToken);
        return tail.ToArray();
    }

    /// <summary>All payloads in the pieces in which they come, until the stream ends.</summary>
    public static async Task ReadAsync(
        Stream frames, Action<ReadOnlyMemory<byte>> hear, CancellationToken cancellationToken)
    {
        var header = new byte[HeaderBytes];
        var chunk = new byte[ChunkBytes];
        while (await frames.ReadAtLeastAsync(header, HeaderBytes, throwOnEndOfStream: false, cancellationToken)
            == HeaderBytes)
        {
            var left = BinaryPrimitives.ReadUInt32BigEndian(header.AsSpan(4));
            while (left > 0)
            {
                var wanted = (int)Math.Min(left, ChunkBytes);
                var read = await frames.ReadAsync(chunk.AsMemory(0, wanted), cancellationToken);
                if (read == 0)
                {
                    return;
                }
                hear(chunk.AsMemory(0, read));
                left -= (uint)read;
            }
        }
    }

    /// <summary>The newest bytes, in a ring.</summary>
    private sealed class Tail(int bytesMax)
    {
        private readonly byte[] _ring = new byte[bytesMax];
        private long _total;

        public void Add(ReadOnlySpan<byte> bytes)
        {
            foreach (var value in bytes)
            {
                _ring[_total++ % _ring.Length] = value;
            }
        }

        public byte[] ToArray()
        {
            if (_total <= _ring.Length)
            {
                return _ring[..(int)_total];
            }
            var start = (int)(_total % _ring.Length);
            return [.. _ring[start..], .. _ring[..start]];
        }
    }
}
