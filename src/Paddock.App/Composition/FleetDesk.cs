using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Paddock.App.Configuration;
using Paddock.Core.Model;
using Paddock.Engine;
using Paddock.GitHub;
using Paddock.Ports.Providers;
using Paddock.Storage.Sqlite;

namespace Paddock.App.Composition;

/// <summary>
/// What the web side may touch of a running fleet: it looks at the engine's published picture, asks the store's
/// archive, and stores what operators and GitHub say. Everything here may be called from any thread.
/// </summary>
internal sealed record FleetDesk
{
    /// <summary>As it was read at the start: what addresses, connections and providers were made from.</summary>
    public required PaddockConfig Config { get; init; }

    /// <summary>As it counts now, reloads included.</summary>
    public PaddockConfig ConfigInForce => Reloading?.Current ?? Config;

    public required FleetEngine Engine { get; init; }

    /// <summary>Null where there is no file to read again.</summary>
    public Reloading? Reloading { get; init; }

    public required SqliteStore Store { get; init; }

    public required GitHubAdapters GitHub { get; init; }

    public required IReadOnlyDictionary<ProviderName, IProvider> Providers { get; init; }

    public required DiagnosesShelf Shelf { get; init; }

    /// <summary>Everything that is counted, of this fleet alone; <c>/metrics</c> reads it.</summary>
    public Meter Meter { get; init; } = new("paddock");

    public ILoggerFactory Loggers { get; init; } = NullLoggerFactory.Instance;

    public required TimeProvider Time { get; init; }

    public required DateTimeOffset StartedAt { get; init; }

    public required string Version { get; init; }

    public required bool DryRun { get; init; }
}
