using System.Buffers.Binary;
using System.Text;

namespace Paddock.Tests.Providers.Lxd.Standing;

/// <summary>
/// The frames of a websocket, as far as events need them. Written here because the server's pings have a payload and a
/// pace that a test controls, which the framework's websocket does not let one choose.
/// </summary>
internal static class Frames
{
    public const int Text = 1;
    public const int Close = 8;
    public const int Ping = 9;
    public const int Pong = 10;

    public static async Task WriteAsync(Stream to, int kind, string text, CancellationToken cancellationToken)
    {
        var payload = Encoding.UTF8.GetBytes(text);
        var head = payload.Length switch
        {
            < 126 => new byte[2],
            <= ushort.MaxValue => new byte[4],
            _ => new byte[10],
        };
        (head[0], head[1]) = ((byte)(0x80 | kind), (byte)payload.Length);
        if (head.Length == 4)
        {
            head[1] = 126;
            BinaryPrimitives.WriteUInt16BigEndian(head.AsSpan(2), (ushort)payload.Length);
        }
        else if (head.Length == 10)
        {
            head[1] = 127;
            BinaryPrimitives.WriteInt64BigEndian(head.AsSpan(2), payload.Length);
        }
        await to.WriteAsync((byte[])[.. head, .. payload], cancellationToken);
        await to.FlushAsync(cancellationToken);
    }

    /// <summary>The kind of the next frame of a client. What it says matters to nobody here.</summary>
    /// <exception cref="EndOfStreamException">It is gone.</exception>
    public static async Task<int> ReadAsync(Stream from, CancellationToken cancellationToken)
    {
        var head = new byte[2];
        await from.ReadExactlyAsync(head, cancellationToken);
        var length = head[1] & 0x7F;
        if (length > 125)
        {
            var longer = new byte[length == 126 ? 2 : 8];
            await from.ReadExactlyAsync(longer, cancellationToken);
            length = (int)longer.Aggregate(0L, (sum, next) => (sum << 8) | next);
        }
        const int MaskBytes = 4;
        await from.ReadExactlyAsync(new byte[MaskBytes + length], cancellationToken);
        return head[0] & 0x0F;
    }
}
