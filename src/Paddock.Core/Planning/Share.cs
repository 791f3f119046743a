namespace Paddock.Core.Planning;

/// <summary>What one repository has of the fleet in this pass.</summary>
internal sealed class Share(int weight, int priority)
{
    public int Priority => priority;

    /// <summary>Its jobs that run, and those that something runs or starts for.</summary>
    public int Served { get; set; }

    /// <summary>The smaller, the more it is owed.</summary>
    public double Weighed => (double)Served / weight;
}
