using System.Net.Sockets;
using System.Text;

namespace Paddock.Bench.Load;

/// <summary>
/// One connection that sends a request after the answer to the last. Far cheaper than any HTTP client.
/// </summary>
internal sealed class Sender : IDisposable
{
    private readonly Socket _socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly byte[] _buffer = new byte[4096];

    public static async Task<Sender> OpenAsync(int port)
    {
        var sender = new Sender();
        await sender._socket.ConnectAsync("127.0.0.1", port);
        return sender;
    }

    /// <summary>
    /// Sends and returns the status. Answers are short and come whole within their headers and one line.
    /// </summary>
    public async Task<int> SendAsync(byte[] request)
    {
        await _socket.SendAsync(request);
        var got = 0;
        while (true)
        {
            var read = await _socket.ReceiveAsync(_buffer.AsMemory(got));
            if (read == 0)
            {
                throw new InvalidOperationException("The receiver closed the connection.");
            }
            got += read;
            if (IsWhole(_buffer.AsSpan(0, got)))
            {
                return int.Parse(Encoding.ASCII.GetString(_buffer, "HTTP/1.1 ".Length, 3));
            }
        }
    }

    public void Dispose() => _socket.Dispose();

    private static bool IsWhole(ReadOnlySpan<byte> answer)
    {
        var end = answer.IndexOf("\r\n\r\n"u8);
        if (end < 0)
        {
            return false;
        }
        var head = Encoding.ASCII.GetString(answer[..end]);
        if (head.Contains("chunked", StringComparison.OrdinalIgnoreCase))
        {
            return answer[^5..].SequenceEqual("0\r\n\r\n"u8);
        }
        var length = head.Split("\r\n")
            .First(line => line.StartsWith("Content-Length:", StringComparison.OrdinalIgnoreCase));
        return answer.Length - end - 4 >= int.Parse(length.Split(':')[1]);
    }
}
