using System.Net;

namespace Paddock.RealTests.EndToEnd;

/// <summary>What is particular about a test's fleet.</summary>
internal sealed record FleetShape
{
    /// <summary>Never more containers than this.</summary>
    public int RunnersMax { get; init; } = 10;

    /// <summary>Runners kept ready; null for none.</summary>
    public int? Idle { get; init; }

    /// <summary>So long that no test sees a second one, unless it wants to.</summary>
    public TimeSpan Sweep { get; init; } = TimeSpan.FromHours(1);

    /// <summary>How often GitHub's log of deliveries is read; null for never.</summary>
    public TimeSpan? DeliveryLog { get; init; }

    /// <summary>A GitHub App is the credential, instead of a token.</summary>
    public bool IsApp { get; init; }

    /// <summary>Machines register themselves, as for a GitHub without JIT configurations.</summary>
    public bool RegistersItself { get; init; }

    /// <summary>The admin address over TCP, besides the socket; null for none.</summary>
    public IPEndPoint? AdminTcp { get; init; }

    /// <summary>Labels of the pool, besides the usual ones.</summary>
    public IReadOnlyList<string> Labels { get; init; } = [];
}
