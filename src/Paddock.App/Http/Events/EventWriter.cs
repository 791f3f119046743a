using System.Buffers;
using System.Buffers.Text;
using System.IO.Pipelines;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Paddock.App.Http.Events;

/// <summary>Writes events. A reader that takes nothing for <see cref="SendLimit"/> is given up.</summary>
internal sealed class EventWriter(PipeWriter body, TimeProvider time)
{
    private static readonly TimeSpan SendLimit = TimeSpan.FromSeconds(15);

    public void Write<T>(ReadOnlySpan<byte> name, T data, JsonTypeInfo<T> type, long? id = null) =>
        Write(name, JsonSerializer.SerializeToUtf8Bytes(data, type), id);

    /// <param name="data">JSON, which never contains a line break as it is written here.</param>
    public void Write(ReadOnlySpan<byte> name, ReadOnlySpan<byte> data, long? id = null)
    {
        body.Write("event: "u8);
        body.Write(name);
        if (id is { } number)
        {
            body.Write("\nid: "u8);
            Span<byte> digits = stackalloc byte[20];
            Utf8Formatter.TryFormat(number, digits, out var length);
            body.Write(digits[..length]);
        }
        body.Write("\ndata: "u8);
        body.Write(data);
        body.Write("\n\n"u8);
    }

    /// <summary>A comment: tells everybody in between that the connection lives.</summary>
    public void WriteHeartbeat() => body.Write(":\n\n"u8);

    public async Task SendAsync(CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(SendLimit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        var sent = await body.FlushAsync(either.Token);
        if (sent.IsCompleted)
        {
            throw new OperationCanceledException("The reader left.");
        }
    }
}
