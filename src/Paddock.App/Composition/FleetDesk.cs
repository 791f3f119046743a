using Paddock.App.Configuration;
using Paddock.Core.Model;
using Paddock.Engine;
using Paddock.GitHub;
using Paddock.Ports.Providers;
using Paddock.Storage.Sqlite;

namespace Paddock.App.Composition;

/// <summary>
/// What the web side may touch of a running fleet: it looks at the engine's published picture, asks the store's archive,
/// and stores what operators and GitHub say. Everything here may be called from any thread.
/// </summary>
internal sealed record FleetDesk
{
    public required PaddockConfig Config { get; init; }

    public required FleetEngine Engine { get; init; }

    public required SqliteStore Store { get; init; }

    public required GitHubAdapters GitHub { get; init; }

    public required IReadOnlyDictionary<ProviderName, IProvider> Providers { get; init; }

    public required DiagnosesShelf Shelf { get; init; }

    public required TimeProvider Time { get; init; }

    public required DateTimeOffset StartedAt { get; init; }

    public required string Version { get; init; }

    public required bool DryRun { get; init; }
}
