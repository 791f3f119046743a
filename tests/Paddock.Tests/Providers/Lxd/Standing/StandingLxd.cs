using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Paddock.Tests.Support;

namespace Paddock.Tests.Providers.Lxd.Standing;

/// <summary>
/// A stand-in for an LXD or Incus host, over real HTTP: for what a real one here cannot do (virtual machines, Incus
/// beside LXD) or does not do on demand. What a real one does is tried in <c>Paddock.RealTests</c>.
/// </summary>
internal sealed class StandingLxd : IAsyncDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("paddock-lxd-");
    private readonly Lock _gate = new();
    private readonly Mishaps _mishaps = new();
    private readonly World _world;
    private readonly Front _front;
    private WebApplication? _daemon;

    private StandingLxd(StandingOptions options)
    {
        _world = new World(options, _gate);
        _front = new Front(_world, _gate, options.Time, _mishaps);
        Certificate = options.Https ? NewCertificate("CN=standing") : null;
    }

    public string SocketPath => Path.Combine(_directory.FullName, "unix.socket");

    /// <summary>Null without TLS.</summary>
    public Uri? HttpsAddress { get; private set; }

    /// <summary>Self-signed, as a server's own is. Null without TLS.</summary>
    public X509Certificate2? Certificate { get; }

    public IReadOnlyList<SeenRequest> Requests => _front.Requests;

    /// <summary>
    /// What the guest's own programs do once it is up. It runs with the model locked: no waiting in it.
    /// </summary>
    public Action<Guest>? Booted
    {
        set => _world.Power.Booted = value is null
            ? null
            : instance => value(new Guest(_world, _gate, instance));
    }

    /// <summary>What guests do with commands.</summary>
    public Func<ExecCall, ExecReply> Executes
    {
        set => _world.Exec.Executes = value;
    }

    /// <summary>How many listen to events now.</summary>
    public int ListenerCount => Locked(() => _world.Ground.Events.Count);

    /// <summary>Every event there was, whether somebody listened or not.</summary>
    public IReadOnlyList<string> Told => Locked(() => _world.Ground.Events.Told.ToList());

    /// <summary>Operations that have not ended.</summary>
    public int OperationsUnderWay => Locked(() => _world.Ground.Operations.Alive.Count(one => one.EndedAt is null));

    public static async Task<StandingLxd> StartAsync(StandingOptions options)
    {
        var host = new StandingLxd(options);
        await host.StartDaemonAsync();
        return host;
    }

    /// <summary>What befalls the next requests of a method and path, where * is any part of a path.</summary>
    /// <param name="call">Such as <c>PUT /1.0/instances/*/state</c>.</param>
    public void Next(string call, Mishap mishap, int times = 1) => _mishaps.Add(call, mishap, times);

    public Guest Guest(string name, string project = "default") => Locked(() => new Guest(
        _world, _gate, _world.Instances.Find(project, name)
            ?? throw new InvalidOperationException($"There is no {name} in project {project}.")));

    /// <summary>Names of the instances of a project, in their order.</summary>
    public IReadOnlyList<string> Names(string project = "default") => Locked(() => _world.Instances.All
        .Where(one => one.Project == project).Select(one => one.Name).ToList());

    /// <param name="files">Beside what every image has, such as a runner that is baked in.</param>
    /// <returns>Its fingerprint.</returns>
    public string AddImage(
        string alias, string type = "container", string project = "default", JsonObject? properties = null,
        IReadOnlyDictionary<string, GuestFile>? files = null, string architecture = "x86_64")
    {
        var image = new Image("", project, type, FileTree.Bare().With(files ?? new Dictionary<string, GuestFile>()))
        {
            Properties = properties ?? [], Architecture = architecture,
        };
        return Locked(() => _world.Images.Add(image, alias).Fingerprint);
    }

    /// <summary>An image that another server offers for pulling.</summary>
    public void AddRemoteImage(string server, string alias, string type = "container") =>
        Locked(() => _world.Images.Offer(server, alias, type, FileTree.Bare()));

    /// <summary>With the default project's images and profiles, unless its configuration says otherwise.</summary>
    public void AddProject(string name, JsonObject? config = null) => Locked(() => _world.Ground.Shelves.Projects.Put(
        "default", name, new JsonObject { ["config"] = config ?? [] }));

    /// <summary>A one-time token, as an administrator would hand it over.</summary>
    /// <param name="projects">What it is restricted to; null: to nothing.</param>
    public string IssueToken(string client, IReadOnlyList<string>? projects = null) =>
        Locked(() => _world.Trust.Issue(client, projects));

    /// <summary>Whoever listens is told this, whatever it is.</summary>
    public void Say(string frame) => Locked(() => _world.Ground.Events.Say(frame));

    /// <summary>All event streams break; the daemon lives on.</summary>
    public void DropEvents() => Locked(_world.Ground.Events.DropAll);

    /// <summary>Somebody with a shell on the host deletes an instance.</summary>
    public void DeleteByHand(string name, string project = "default") => Locked(() =>
    {
        if (_world.Instances.Find(project, name) is { } instance)
        {
            _world.Instances.Remove(instance);
            _world.Ground.Events.Tell("instance-deleted", instance);
        }
    });

    /// <summary>
    /// The daemon dies. Guests live on; operations are forgotten, and what was half made or half deleted stays so.
    /// Connections are refused until <see cref="StartDaemonAsync"/>.
    /// </summary>
    public async Task KillDaemonAsync()
    {
        Locked(_world.Kill);
        if (_daemon is { } daemon)
        {
            _daemon = null;
            using var now = new CancellationTokenSource();
            await now.CancelAsync();
            await daemon.StopAsync(now.Token);
            await daemon.DisposeAsync();
            File.Delete(SocketPath);
        }
    }

    /// <summary>Under the addresses it had before.</summary>
    public async Task StartDaemonAsync()
    {
        Locked(_world.Power.Resume);
        _daemon = await _front.OpenAsync(SocketPath, Certificate, HttpsAddress?.Port ?? 0);
        if (Certificate is { } certificate)
        {
            HttpsAddress = new Uri(_daemon.Urls.Single(url => url.StartsWith("https://", StringComparison.Ordinal)));
            var fingerprint = TrustRoom.FingerprintOf(certificate.RawData);
            Locked(() => _world.Trust.Listener = (fingerprint, HttpsAddress.Authority));
        }
    }

    /// <summary>All guests stop, ephemeral ones are gone, and the daemon is back.</summary>
    public Task RebootHostAsync() => EndHostAsync(isClean: true);

    /// <summary>All guests are torn down at once; the daemon that is back starts those that ran.</summary>
    public Task LosePowerAsync() => EndHostAsync(isClean: false);

    public async ValueTask DisposeAsync()
    {
        await KillDaemonAsync();
        Certificate?.Dispose();
        _directory.Delete(recursive: true);
    }

    /// <summary>A certificate that vouches for itself, for a server or for a client.</summary>
    public static X509Certificate2 NewCertificate(string subject)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        var request = new CertificateRequest(subject, key, HashAlgorithmName.SHA384);
        var today = TimeProvider.System.GetUtcNow();
        using var made = request.CreateSelfSigned(today.AddDays(-1), today.AddDays(10));
        return X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pkcs12), null);
    }

    private async Task EndHostAsync(bool isClean)
    {
        Locked(() => _world.GoDown(isClean));
        await KillDaemonAsync();
        await StartDaemonAsync();
    }

    private void Locked(Action change)
    {
        lock (_gate)
        {
            change();
        }
    }

    private T Locked<T>(Func<T> look)
    {
        lock (_gate)
        {
            return look();
        }
    }
}
