using System.Net;

namespace Paddock.RealTests.EndToEnd;

/// <summary>Where a whole Paddock is tried: the place its machines come from, as the tests need it.</summary>
public interface IFleetGround
{
    /// <summary>This host, as machines see it.</summary>
    IPAddress Address { get; }

    /// <summary>The stub runner, packed like the real one.</summary>
    string RunnerArchive { get; }

    /// <summary>The provider, as a mapping of YAML in one line.</summary>
    string Provider { get; }

    /// <summary>The rest of an offer of that provider: image and size.</summary>
    string Offer { get; }

    /// <summary>Starts what is needed; skips the test where it cannot be.</summary>
    Task ReadyAsync();

    /// <summary>An eye on what the place makes for a fleet.</summary>
    Task<IFleetEye> WatchAsync(string fleet, CancellationToken cancellationToken);
}
