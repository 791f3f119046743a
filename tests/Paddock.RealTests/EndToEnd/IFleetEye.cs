namespace Paddock.RealTests.EndToEnd;

/// <summary>
/// Machines of a fleet as their place tells of them, asked without the provider's code: which there are, and how many
/// there were at most, from the place's own events.
/// </summary>
public interface IFleetEye : IAsyncDisposable
{
    /// <summary>Machines that existed at the same time, at most.</summary>
    int Most { get; }

    /// <summary>Machines made so far.</summary>
    int Made { get; }

    /// <summary>Machines of the fleet, in whatever state.</summary>
    Task<IReadOnlyList<string>> MachinesAsync(CancellationToken cancellationToken);

    /// <summary>What else of a Paddock is there: it made an image, or looked into one.</summary>
    Task<IReadOnlyList<string>> HelpersAsync(string install, CancellationToken cancellationToken);

    /// <summary>Everything the place tells about a machine, in its own letters.</summary>
    Task<string> InspectAsync(string machine, CancellationToken cancellationToken);

    /// <summary>For an end before the end: nobody else will clear them away.</summary>
    Task ClearAsync();
}
