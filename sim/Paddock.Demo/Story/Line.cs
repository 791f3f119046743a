namespace Paddock.Demo.Story;

internal enum LineKind
{
    /// <summary>What happens next in the story.</summary>
    Act,

    /// <summary>Something to notice.</summary>
    Note,

    /// <summary>What became of a job.</summary>
    Job,
}

/// <summary>One thing that happened, <paramref name="At"/> after the curtain rose.</summary>
internal sealed record Line(TimeSpan At, LineKind Kind, string Text);

/// <summary>Everything that happened so far. Written by the story and by the watch, read by the view.</summary>
internal sealed class Chronicle(TimeProvider time)
{
    private readonly Lock _lock = new();
    private readonly List<Line> _lines = [];
    private readonly long _began = time.GetTimestamp();

    public TimeSpan Elapsed => time.GetElapsedTime(_began);

    public void Tell(LineKind kind, string text)
    {
        lock (_lock)
        {
            _lines.Add(new Line(Elapsed, kind, text));
        }
    }

    public IReadOnlyList<Line> Lines
    {
        get
        {
            lock (_lock)
            {
                return [.. _lines];
            }
        }
    }
}
