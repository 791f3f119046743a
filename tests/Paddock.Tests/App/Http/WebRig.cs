using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.Extensions.Logging.Abstractions;
using Paddock.App.Api;
using Paddock.App.Composition;
using Paddock.App.Configuration;
using Paddock.App.Http;
using Paddock.Core.Facts;
using Paddock.Core.Labels;
using Paddock.Core.Model;
using Paddock.Core.Planning;
using Paddock.Core.Policy;
using Paddock.Engine;
using Paddock.GitHub;
using Paddock.GitHub.Auth;
using Paddock.Ports;
using Paddock.Ports.Providers;
using Paddock.Ports.Store;
using Paddock.Storage.Sqlite;
using Paddock.Tests.Storage;
using Paddock.Tests.Support;

namespace Paddock.Tests.App.Http;

/// <summary>
/// The web side over a real engine and a real store, listening on a unix socket and three free ports. GitHub and the
/// provider stand still, so what a test stores is what the picture shows.
/// </summary>
internal sealed class WebRig : IAsyncDisposable
{
    public const string Token = "correct horse battery staple";
    public const string WebhookSecret = "it is a secret";

    private readonly DirectoryInfo _directory;
    private readonly Pump _pump;
    private readonly CancellationTokenSource _stop = new();
    private readonly TaskCompletionSource _stopped = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly GitHubAdapters _gitHub;
    private bool _isRunning;

    private WebRig(DirectoryInfo directory, FleetDesk desk, GitHubAdapters gitHub, Pump pump) =>
        (_directory, Desk, _gitHub, _pump) = (directory, desk, gitHub, pump);

    public FleetDesk Desk { get; }

    public WebHost Host { get; private set; } = null!;

    public StillProvider Provider => (StillProvider)Desk.Providers[ProviderName.Of("lab")];

    /// <summary>A client of the admin socket.</summary>
    public HttpClient Socket { get; private set; } = null!;

    public HttpClient AdminTcp { get; private set; } = null!;

    public HttpClient Public { get; private set; } = null!;

    public HttpClient Metrics { get; private set; } = null!;

    public static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <param name="runs">False leaves the engine as it is before its first pass.</param>
    /// <param name="listen">What is particular about where it listens.</param>
    public static async Task<WebRig> StartAsync(
        bool runs = true, Func<ListenConfig, ListenConfig>? listen = null, NetworksReply? networks = null)
    {
        var directory = Directory.CreateTempSubdirectory("paddock-web-");
        var config = Config(directory.FullName);
        config = config with { Listen = listen?.Invoke(config.Listen) ?? config.Listen };
        var store = await SqliteStore.OpenAsync(
            new SqliteStoreOptions(config.StorePath), new CountingDice(), TimeProvider.System,
            NullLogger<SqliteStore>.Instance);
        var gitHub = new GitHubAdapters(
            config.Connections, new GitHubOptions { ArchiveDirectory = config.ArchiveDirectory }, TimeProvider.System,
            NullLoggerFactory.Instance);
        var pump = new Pump();
        var rig = new WebRig(directory, Assemble(config, store, gitHub, pump), gitHub, pump);
        if (runs)
        {
            rig.Run();
            await Eventually.HoldsAsync(() => rig.Desk.Engine.View is not null);
        }
        rig.Provider.Networks = networks ?? rig.Provider.Networks;
        rig.Host = await WebHost.StartAsync(rig.Desk, Cancel);
        rig.Socket = OverSocket(config.Listen.AdminSocket);
        rig.AdminTcp = Over(rig.Host.AdminTcp!);
        rig.Public = Over(rig.Host.Public!);
        rig.Metrics = Over(rig.Host.Metrics!);
        return rig;
    }

    public static PaddockConfig Config(string directory) => new()
    {
        Fleet = "acme-ci",
        Connections =
        [
            new GitHubConnection
            {
                Name = "default",
                Url = new Uri("https://github.com"),
                Credential = new GitHubCredential.Token(new Secret("t")),
                WebhookSecrets = [new Secret(WebhookSecret)],
            },
        ],
        Providers = [],
        Pools =
        [
            new PoolPolicy
            {
                Name = PoolName.Of("linux"),
                Scopes = [Scope.TryParse("org:acme")!],
                Labels = LabelSet.Of("self-hosted", "linux", "x64"),
                Offers = [new Offer(ProviderName.Of("lab"), new MachineSize(), null, "runner")],
                RunnersMax = 3,
            },
        ],
        StateDirectory = directory,
        StorePath = Path.Combine(directory, "paddock.db"),
        Listen = new ListenConfig
        {
            Public = new IPEndPoint(IPAddress.Loopback, 0),
            AdminSocket = Path.Combine(directory, "run", "admin.sock"),
            AdminTcp = new IPEndPoint(IPAddress.Loopback, 0),
            AdminToken = new Secret(Token),
            Metrics = new IPEndPoint(IPAddress.Loopback, 0),
        },
    };

    /// <summary>Stores facts as a source would, and waits until the picture has them.</summary>
    public async Task StoreAsync(params Observation[] facts)
    {
        await Desk.Store.ObserveAsync(new Report(facts), Cancel);
        var seq = (await Desk.Store.LoadOpenAsync(Cancel)).Seq;
        Desk.Engine.Ring();
        await Eventually.HoldsAsync(() => Desk.Engine.View?.Snapshot.Seq >= seq);
    }

    /// <summary>Does the picture tell of this door? Rings, because a sweep without news makes no pass.</summary>
    public bool Sees(string door)
    {
        Desk.Engine.Ring();
        return Desk.Engine.View!.Health.ContainsKey(door);
    }

    public static JobQueued Queued(long id, params string[] labels) => new(
        TimeProvider.System.GetUtcNow(), new JobKey("github.com", id), Details(id, labels), QueuedAt: null);

    public static JobDetails Details(long id, params string[] labels) => new(
        new Repository(7, "acme", "shop", Private: true), RunId: id * 10, RunAttempt: 1, "build", $"test {id}",
        labels.Length == 0 ? LabelSet.Of("self-hosted", "linux") : new LabelSet(labels),
        $"https://github.com/acme/shop/actions/runs/{id * 10}/job/{id}");

    public static async Task<T> ReadAsync<T>(HttpResponseMessage response, JsonTypeInfo<T> type) =>
        JsonSerializer.Deserialize(await response.Content.ReadAsStringAsync(Cancel), type)!;

    public async Task<T> GetAsync<T>(string path, JsonTypeInfo<T> type)
    {
        using var response = await Socket.GetAsync(path, Cancel);
        response.StatusCode.ShouldBe(HttpStatusCode.OK, await response.Content.ReadAsStringAsync(Cancel));
        return await ReadAsync(response, type);
    }

    public static async Task<ProblemReply> ProblemAsync(HttpResponseMessage response)
    {
        response.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        var problem = await ReadAsync(response, ApiJson.Default.ProblemReply);
        problem.Status.ShouldBe((int)response.StatusCode);
        return problem;
    }

    public static StringContent Json(string text) => new(text, Encoding.UTF8, "application/json");

    public async ValueTask DisposeAsync()
    {
        foreach (var client in new[] { Socket, AdminTcp, Public, Metrics })
        {
            client?.Dispose();
        }
        if (Host is not null)
        {
            await Host.DisposeAsync();
        }
        await _stop.CancelAsync();
        _pump.Post(static _ => { }, null);
        await (_isRunning ? _stopped.Task : Task.CompletedTask);
        await Desk.Store.DisposeAsync();
        _gitHub.Dispose();
        _pump.Dispose();
        _stop.Dispose();
        _directory.Delete(recursive: true);
    }

    private void Run()
    {
        _isRunning = true;
        new Thread(() =>
        {
            try
            {
                _pump.Run(() => Desk.Engine.RunAsync(_stop.Token));
                _stopped.SetResult();
            }
            catch (Exception error)
            {
                _stopped.SetException(error);
            }
        }).Start();
    }

    private static FleetDesk Assemble(PaddockConfig config, SqliteStore store, GitHubAdapters gitHub, Pump pump)
    {
        var mark = RunnerNames.MarkOf(config.Fleet, store.Install);
        var policy = config.ToPolicy(new FleetIdentity(config.Fleet, store.Install, mark)) with
        {
            Providers =
            [
                new ProviderPolicy(ProviderName.Of("lab"), "still", HoldsBlanks: false, TimeSpan.FromSeconds(5), 16),
            ],
        };
        var shelf = new DiagnosesShelf(config.DiagnosesDirectory);
        var doors = new Doors
        {
            Store = store,
            Forge = new StillForge(),
            Providers = new Dictionary<ProviderName, IProvider> { [ProviderName.Of("lab")] = new StillProvider() },
            Sources = [],
            Shelf = shelf,
            Dice = new CountingDice(),
            Time = TimeProvider.System,
        };
        var options = new EngineOptions { StopLimit = TimeSpan.FromSeconds(1) };
        return new FleetDesk
        {
            Config = config,
            Engine = new FleetEngine(pump, doors, new PolicyBox(policy), options, NullLoggerFactory.Instance),
            Store = store,
            GitHub = gitHub,
            Providers = doors.Providers,
            Shelf = shelf,
            Time = TimeProvider.System,
            StartedAt = TimeProvider.System.GetUtcNow(),
            Version = "0.0.0-test",
            DryRun = false,
        };
    }

    private static HttpClient Over(IPEndPoint endPoint) =>
        new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false })
        {
            BaseAddress = new Uri($"http://{endPoint}"),
        };

    private static HttpClient OverSocket(string path) => new(new SocketsHttpHandler
    {
        ConnectCallback = async (_, cancellationToken) =>
        {
            var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        },
    })
    {
        BaseAddress = new Uri("http://localhost"),
    };
}
