namespace Paddock.Tests.Providers.Lxd.Standing;

/// <summary>
/// What the daemon will do later. Everything here is called, and every piece of work is run, with the model's lock
/// held.
/// </summary>
internal sealed class Agenda(TimeProvider time, Lock gate)
{
    private readonly HashSet<ITimer> _timers = [];

    public DateTimeOffset Now => time.GetUtcNow();

    /// <summary>Work that is due is done before this returns, so that without spans nothing waits.</summary>
    public void After(TimeSpan span, Action work)
    {
        if (span <= TimeSpan.Zero)
        {
            work();
            return;
        }
        ITimer? timer = null;
        timer = time.CreateTimer(_ => Run(timer!, work), null, span, Timeout.InfiniteTimeSpan);
        _timers.Add(timer);
    }

    /// <summary>A killed daemon does nothing of what it had begun.</summary>
    public void Clear()
    {
        foreach (var timer in _timers)
        {
            timer.Dispose();
        }
        _timers.Clear();
    }

    private void Run(ITimer timer, Action work)
    {
        lock (gate)
        {
            if (_timers.Remove(timer))
            {
                timer.Dispose();
                work();
            }
        }
    }
}
