using System.Globalization;
using System.Net;
using Microsoft.Extensions.Logging;
using Paddock.App.Composition;
using Paddock.App.Configuration;
using Paddock.App.Http;
using Paddock.Core.Labels;
using Paddock.Core.Model;
using Paddock.Core.Planning;
using Paddock.Core.Policy;
using Paddock.Engine;
using Paddock.GitHub;
using Paddock.GitHub.Auth;
using Paddock.Ports;
using Paddock.Providers;
using Paddock.Ports.Providers;
using Paddock.Storage.Sqlite;

namespace Paddock.Bench.Host;

/// <summary>
/// <c>paddock-bench host DIRECTORY TICKET_MS RUNNERS_MAX</c>: the product as <c>paddock run</c> composes it, with two
/// doors replaced: GitHub's tickets and the provider. A process of its own, so that the load does not count as its
/// memory. Says <c>port N</c> when it serves and ends when its standard input does.
/// </summary>
internal static class BenchHost
{
    public const string WebhookSecret = "bench";

    private static readonly ProviderName Stub = new("stub");

    public static async Task<int> RunAsync(string directory, int ticketMs, int runnersMax)
    {
        var time = TimeProvider.System;
        var config = Config(directory, runnersMax);
        using var loggers = Logs.Open(config.Log);
        var store = await SqliteStore.OpenAsync(
            new SqliteStoreOptions(config.StorePath), new SystemDice(), time, loggers.CreateLogger<SqliteStore>());
        var identity = new FleetIdentity(config.Fleet, store.Install, RunnerNames.MarkOf(config.Fleet, store.Install));
        using var gitHub = new GitHubAdapters(
            config.Connections, new GitHubOptions { ArchiveDirectory = config.ArchiveDirectory }, time, loggers);
        var providers = new Dictionary<ProviderName, IProvider> { [Stub] = new StubProvider(time) };
        using var pump = new Pump();
        var doors = new Doors
        {
            Store = store,
            Forge = new StubForge(TimeSpan.FromMilliseconds(ticketMs), time),
            Providers = providers,
            Sources = [],
            Shelf = new DiagnosesShelf(config.DiagnosesDirectory),
            Dice = new SystemDice(),
            Time = time,
        };
        var engine = new FleetEngine(
            pump, doors, new PolicyBox(config.ToPolicy(identity)), new EngineOptions(), loggers);
        var desk = new FleetDesk
        {
            Config = config,
            Engine = engine,
            Store = store,
            GitHub = gitHub,
            Providers = providers,
            Shelf = new DiagnosesShelf(config.DiagnosesDirectory),
            Loggers = loggers,
            Time = time,
            StartedAt = time.GetUtcNow(),
            Version = PaddockVersion.Text,
            DryRun = false,
        };
        using var stop = new CancellationTokenSource();
        await using var web = await WebHost.StartAsync(desk, stop.Token);
        var ended = EngineThread.Start(pump, engine, stop.Token);
        Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"port {web.Public!.Port}"));
        await Console.In.ReadToEndAsync(CancellationToken.None);
        await stop.CancelAsync();
        await ended;
        await store.DisposeAsync();
        return 0;
    }

    private static PaddockConfig Config(string directory, int runnersMax) => new()
    {
        Fleet = "bench",
        Connections =
        [
            new GitHubConnection
            {
                Name = Scope.DefaultConnection,
                Url = new Uri("https://github.com"),
                Credential = new GitHubCredential.Token(new Secret("unused")),
                WebhookSecrets = [new Secret(WebhookSecret)],
            },
        ],
        Providers = [new StubSettings()],
        Pools =
        [
            new PoolPolicy
            {
                Name = new PoolName("linux"),
                Scopes = [new Scope(Scope.DefaultConnection, ScopeKind.Organization, "octo-org")],
                Labels = LabelSet.Of("self-hosted", "linux", "x64", "lxd"),
                Offers = [new Offer(Stub, new MachineSize(), null, "image")],
                RunnersMax = runnersMax,
            },
        ],
        StateDirectory = directory,
        StorePath = Path.Combine(directory, "paddock.db"),
        Listen = new ListenConfig
        {
            Public = new IPEndPoint(IPAddress.Loopback, 0),
            AdminSocket = Path.Combine(directory, "admin.sock"),
        },
        Log = new LogConfig(LogLevel.Warning),
    };

    private sealed record StubSettings() : ProviderSettings(Stub)
    {
        public override string Kind => "stub";

        public override ProviderTraits Traits => new StubProvider(TimeProvider.System).Traits;
    }
}
