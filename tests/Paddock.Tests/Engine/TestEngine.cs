using Microsoft.Extensions.Logging.Abstractions;
using Paddock.Core.Model;
using Paddock.Core.Policy;
using Paddock.Engine;
using Paddock.Ports.Forge;
using Paddock.Ports.Providers;
using Paddock.Ports.Store;
using Paddock.Tests.App.Http;
using Paddock.Tests.Core.Planning;
using Paddock.Tests.Storage;

namespace Paddock.Tests.Engine;

/// <summary>An engine with one pool, without sources; a test changes the one door it is about.</summary>
internal static class TestEngine
{
    public static FleetEngine Of(
        Pump pump, IStore store, IForge? forge = null, IProvider? provider = null,
        IReadOnlyList<RepositoryRule>? rules = null)
    {
        var doors = new Doors
        {
            Store = store,
            Forge = forge ?? new StillForge(),
            Providers = new Dictionary<ProviderName, IProvider>
            {
                [TestPolicy.Cloud] = provider ?? new StillProvider(),
            },
            Sources = [],
            Shelf = new NoShelf(),
            Dice = new CountingDice(),
            Time = TimeProvider.System,
        };
        return new FleetEngine(
            pump, doors, new PolicyBox(TestPolicy.Of(TestPolicy.Pool()) with { Repositories = rules ?? [] }),
            new EngineOptions(),
            NullLoggerFactory.Instance);
    }
}
