using System.Buffers;
using System.IO.Pipelines;
using System.Numerics;

namespace Paddock.GitHub.Webhooks;

/// <summary>Why a body could not be received.</summary>
internal enum BodyProblem
{
    None,
    TooLarge,
    TooSlow,
    NoMemory,
    BrokenOff,
}

/// <summary>
/// A body in rented memory. What goes beyond <see cref="FirstBytes"/> is charged to the shared budget until it is
/// disposed; the first bytes are everybody's own, limited by the number of connections. Else two senders of large
/// unsigned bodies could keep out every delivery there is.
/// </summary>
internal sealed class ReceivedBody(ByteBudget budget, WebhookLimits limits) : IDisposable
{
    /// <summary>A delivery about a job has 8 to 11 KB; this holds nearly all of them without growing.</summary>
    private const int FirstBytes = 16 * 1024;

    private byte[] _buffer = [];
    private int _length;
    private int _charged;

    public Span<byte> Bytes => _buffer.AsSpan(0, _length);

    /// <summary>Reads to the end, feeding each piece to the signature as it comes.</summary>
    public async Task<BodyProblem> ReadAsync(
        PipeReader body, Signature? signature, TimeProvider time, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(limits.ReadLimit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        try
        {
            while (true)
            {
                var read = await body.ReadAsync(either.Token);
                var problem = Take(read.Buffer, signature);
                body.AdvanceTo(read.Buffer.End);
                if (problem != BodyProblem.None || read.IsCompleted)
                {
                    return problem;
                }
            }
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested)
        {
            cancellationToken.ThrowIfCancellationRequested();
            return BodyProblem.TooSlow;
        }
        catch (IOException)
        {
            // Includes what the web server itself finds wrong with the request.
            return BodyProblem.BrokenOff;
        }
    }

    private BodyProblem Take(ReadOnlySequence<byte> piece, Signature? signature)
    {
        if (_length + piece.Length > limits.BodyBytesMax)
        {
            return BodyProblem.TooLarge;
        }
        if (!TryGrow(_length + (int)piece.Length))
        {
            return BodyProblem.NoMemory;
        }
        foreach (var segment in piece)
        {
            segment.Span.CopyTo(_buffer.AsSpan(_length));
            _length += segment.Length;
            signature?.Append(segment.Span);
        }
        return BodyProblem.None;
    }

    private bool TryGrow(int needed)
    {
        if (needed <= _buffer.Length)
        {
            return true;
        }

        // A power of two, because that is what the pool gives: what is charged is what is used.
        var wanted = Math.Max(FirstBytes, (int)BitOperations.RoundUpToPowerOf2((uint)needed));
        var charged = wanted > FirstBytes ? wanted : 0;
        if (charged > 0 && !budget.TryTake(charged))
        {
            return false;
        }
        var larger = ArrayPool<byte>.Shared.Rent(wanted);
        Bytes.CopyTo(larger);
        Release();
        (_buffer, _charged) = (larger, charged);
        return true;
    }

    private void Release()
    {
        if (_buffer.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(_buffer);
            budget.Give(_charged);
        }
        (_buffer, _charged) = ([], 0);
    }

    public void Dispose()
    {
        Release();
        _length = 0;
    }
}
