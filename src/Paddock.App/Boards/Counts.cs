namespace Paddock.App.Boards;

/// <summary>Counts of one pool, or of the whole fleet.</summary>
internal sealed class Counts
{
    public int JobsWaiting { get; set; }

    public int JobsRunning { get; set; }

    public int RunnersStarting { get; set; }

    public int RunnersIdle { get; set; }

    public int RunnersBusy { get; set; }

    /// <summary>As every limit counts them: from the plan on, until proven absent.</summary>
    public int Machines { get; set; }
}
