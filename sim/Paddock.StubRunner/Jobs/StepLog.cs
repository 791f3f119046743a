using System.Text;

namespace Paddock.StubRunner.Jobs;

/// <summary>A log as GitHub keeps it: every line begins with the time.</summary>
internal sealed class StepLog(TimeProvider time)
{
    private readonly StringBuilder _text = new();
    private readonly Lock _gate = new();

    public int LineCount { get; private set; }

    public DateTime LastAt { get; private set; } = time.GetUtcNow().UtcDateTime;

    public void Write(string line)
    {
        // Both outputs of a step write here.
        lock (_gate)
        {
            LastAt = time.GetUtcNow().UtcDateTime;
            _text.Append(LastAt.ToString("O")).Append(' ').Append(line).Append('\n');
            LineCount++;
        }
    }

    public void Append(StepLog other)
    {
        lock (_gate)
        {
            _text.Append(other._text);
            LineCount += other.LineCount;
        }
    }

    public byte[] ToBytes()
    {
        lock (_gate)
        {
            return Encoding.UTF8.GetBytes(_text.ToString());
        }
    }
}
