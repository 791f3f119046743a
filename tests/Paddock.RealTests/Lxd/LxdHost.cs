using System.Net;
using System.Runtime.ExceptionServices;
using Microsoft.Extensions.Logging.Abstractions;
using Paddock.Core.Model;
using Paddock.Core.Policy;
using Paddock.Providers;
using Paddock.Providers.Lxd;
using Paddock.RealTests.Docker;
using Paddock.RealTests.EndToEnd;
using Paddock.Tests.Support;

[assembly: AssemblyFixture(typeof(Paddock.RealTests.Lxd.LxdHost))]

namespace Paddock.RealTests.Lxd;

/// <summary>
/// An LXD of its own, started by the first test that wants it; at the end nothing of it is left. It is empty at first:
/// only the images are kept between runs, as files. Tests of it belong to the collection of
/// <see cref="DockerHost"/>, because they share the machine with those.
/// </summary>
public sealed class LxdHost : IAsyncLifetime, IFleetGround
{
    /// <summary>Systemd, and no runner inside; no user but root.</summary>
    public const string BareImage = "bare";

    /// <summary>
    /// Systemd, and in <c>/actions-runner</c> a runner that runs whatever its <c>.runner</c> file says, for the user
    /// <c>runner</c>, 1234.
    /// </summary>
    public const string ScriptedImage = "scripted";

    /// <summary>The storage pool of the default profile: directories, and no quota.</summary>
    public const string Pool = "default";

    private const string Quotas = "quota";

    private static readonly string[] Programs = ["lxd", "lxc", "dnsmasq", "mksquashfs", "nft", "debootstrap"];

    /// <summary>Of the providers of this run alone: what they lock there is nothing to those of another.</summary>
    private static readonly string State =
        Path.Combine(Path.GetTempPath(), $"paddock-test-lxd-{Environment.ProcessId}");

    private readonly SemaphoreSlim _starting = new(1);
    private readonly List<LxdProvider> _opened = [];
    private LxdDaemon? _daemon;
    private FreeNetwork? _network;
    private string? _archive;
    private string? _noQuota;
    private Exception? _failure;

    /// <summary>Null until <see cref="ReadyAsync"/>, as everything below.</summary>
    public string Socket => _daemon!.Socket;

    /// <summary>The host's address as containers see it: what they are to reach has to listen there.</summary>
    public string Gateway => _network!.Gateway;

    /// <summary>The name of the managed network.</summary>
    public string Bridge => _network!.Bridge;

    /// <summary>The stub runner, packed like the real one.</summary>
    public string RunnerArchive => _archive!;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    /// <summary>
    /// Starts what is needed, once; what kept it from that keeps it for every later test. Skips the test where it
    /// cannot be.
    /// </summary>
    public async Task ReadyAsync()
    {
        var token = TestContext.Current.CancellationToken;
        await _starting.WaitAsync(token);
        try
        {
            if (_failure is null && _archive is null)
            {
                await StartAsync(token);
            }
        }
        catch (Exception failure) when (!token.IsCancellationRequested)
        {
            _failure = failure;
            await StopAsync();
        }
        finally
        {
            _starting.Release();
        }
        if (_failure is not null)
        {
            ExceptionDispatchInfo.Throw(_failure);
        }
    }

    /// <summary>
    /// The storage pool where a root disk's <c>size</c> is a limit, and a container a copy on write. Skips the test
    /// where the kernel has none.
    /// </summary>
    public string QuotaPool()
    {
        Assert.SkipWhen(_noQuota is not null, $"This machine has no storage that knows quotas: {_noQuota}");
        return Quotas;
    }

    /// <summary>A provider at this daemon, on the storage that copies fastest.</summary>
    public LxdProvider Open(
        FleetIdentity identity, Func<LxdSettings, LxdSettings>? change = null,
        Func<HttpMessageHandler, HttpMessageHandler>? around = null, string? state = null)
    {
        var settings = new LxdSettings(new ProviderName("lab"))
        {
            Host = new Uri($"unix://{Socket}"), StoragePool = _noQuota is null ? Quotas : Pool, Network = Bridge,
            DiskFreeMinBytes = 1,
        };
        settings = change?.Invoke(settings) ?? settings;
        var services = new ProviderServices(
            identity, new OneArchive(_archive!), state ?? State, TimeProvider.System, NullLoggerFactory.Instance);
        var provider = LxdProvider.Open(settings, services, around ?? (handler => handler));
        _opened.Add(provider);
        return provider;
    }

    /// <summary>The same, with what it said when it failed.</summary>
    public async Task<string> TryCommandAsync(params string[] arguments)
    {
        try
        {
            return await CommandAsync(arguments);
        }
        catch (InvalidOperationException failure)
        {
            return failure.Message;
        }
    }

    IPAddress IFleetGround.Address => IPAddress.Parse(Gateway);

    string IFleetGround.Provider =>
        $"{{kind: lxd, host: \"unix://{Socket}\", network: {Bridge}, "
        + $"storage_pool: {(_noQuota is null ? Quotas : Pool)}, cpu_overcommit: 20, disk_free_min: 1MiB}}";

    string IFleetGround.Offer => $"image: {BareImage}, size: {{cpu: 1, memory: 256MiB}}";

    async Task<IFleetEye> IFleetGround.WatchAsync(string fleet, CancellationToken cancellationToken) =>
        await InstanceEye.OpenAsync(this, fleet, cancellationToken);

    /// <summary>The <c>lxc</c> program at this daemon.</summary>
    public Task<string> CommandAsync(params string[] arguments) =>
        _daemon!.CommandAsync(arguments, TestContext.Current.CancellationToken);

    /// <summary>Kills the daemon, whose containers run on; <see cref="StartAgainAsync"/> has to follow.</summary>
    public Task KillAsync() => _daemon!.KillAsync();

    /// <summary>Starts the killed daemon again on what it left, and returns when it answers.</summary>
    public Task StartAgainAsync() => _daemon!.RunAsync(TestContext.Current.CancellationToken);

    /// <summary>Kills the daemon, and starts it again.</summary>
    public async Task RestartAsync()
    {
        await KillAsync();
        await StartAgainAsync();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var provider in _opened)
        {
            provider.Dispose();
        }
        await StopAsync();
        if (Directory.Exists(State))
        {
            Directory.Delete(State, recursive: true);
        }
        _starting.Dispose();
    }

    private async Task StartAsync(CancellationToken cancellationToken)
    {
        Assert.SkipUnless(Environment.UserName == "root", "This machine's user is not root, and only root starts LXD.");
        var missing = Programs.Where(program => !IsThere(program)).ToArray();
        Assert.SkipUnless(missing is [], $"This machine lacks {string.Join(", ", missing)}.");

        // A test that was cancelled may have left one that was about to answer.
        await StopAsync();
        try
        {
            _daemon = await LxdDaemon.StartAsync(cancellationToken);
        }
        catch (InvalidOperationException failure)
        {
            Assert.Skip($"This machine does not let LXD start: {failure.Message}");
        }
        await MakeGroundAsync(_daemon, cancellationToken);
        await MakeImagesAsync(_daemon, cancellationToken);
        _archive = await Command.RunAsync(
            Path.Combine(RepositoryFiles.Root, "eng/pack-stub-runner.sh"), [], cancellationToken);
    }

    private async Task StopAsync()
    {
        if (_daemon is { } daemon)
        {
            _daemon = null;
            await daemon.DisposeAsync();
        }
    }

    private async Task MakeGroundAsync(LxdDaemon daemon, CancellationToken cancellationToken)
    {
        Task Lxc(string line) => daemon.CommandAsync(line.Split(' '), cancellationToken);
        _network = FreeNetwork.Find();
        daemon.Note(_network.Bridge);
        await Lxc($"network create {_network.Bridge} ipv4.address={_network.Gateway}/24 ipv6.address=none");
        await Lxc($"storage create {Pool} dir");
        await Lxc($"profile device add default root disk path=/ pool={Pool}");
        await Lxc($"profile device add default eth0 nic name=eth0 network={_network.Bridge}");
        try
        {
            await Lxc($"storage create {Quotas} btrfs size=4GiB");
            _noQuota = null;
        }
        catch (InvalidOperationException failure)
        {
            _noQuota = failure.Message;
        }
    }

    private static async Task MakeImagesAsync(LxdDaemon daemon, CancellationToken cancellationToken)
    {
        var folder = await Command.RunAsync(
            Path.Combine(RepositoryFiles.Root, "eng/lxd-base-image.sh"), [], cancellationToken);
        foreach (var image in new[] { BareImage, ScriptedImage })
        {
            await daemon.CommandAsync(
                ["image", "import", $"{folder}/metadata.tar.gz", $"{folder}/{image}.squashfs", "--alias", image],
                cancellationToken);
        }
    }

    private static bool IsThere(string program) =>
        $"{Environment.GetEnvironmentVariable("PATH")}:/usr/sbin:/sbin".Split(':')
            .Any(folder => File.Exists(Path.Combine(folder, program)));
}
