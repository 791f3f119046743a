using System.Collections.Concurrent;
using Microsoft.Extensions.Logging.Abstractions;
using Paddock.Core.Model;
using Paddock.Core.Policy;
using Paddock.Ports.Forge;
using Paddock.Providers;
using Paddock.Providers.Lxd;
using Paddock.Tests.Providers.Bootstrap;
using Paddock.Tests.Providers.Lxd.Standing;

namespace Paddock.Tests.Providers.Lxd;

/// <summary>
/// A stand-in with images and living guests, a directory for state, a runner archive, and whatever provider a test
/// opens at it.
/// </summary>
internal sealed class LxdPlace : IRunnerArchives, IAsyncDisposable
{
    /// <summary>Systemd and no runner.</summary>
    public const string Image = "bare";

    /// <summary>The same as a virtual machine.</summary>
    public const string MachineImage = "bare-vm";

    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("paddock-lxd-place-");
    private readonly StandingOptions _options;
    private readonly List<LxdProvider> _opened = [];
    private readonly ConcurrentQueue<string> _architectures = new();
    private int _states;

    private LxdPlace(StandingLxd lxd, StandingOptions options)
    {
        (Lxd, _options, Guests) = (lxd, options, new GuestPrograms(options.Time));
        Guests.MoveInto(lxd);
        lxd.AddImage(Image);
        lxd.AddImage(MachineImage, "virtual-machine");
        File.WriteAllBytes(ArchivePath, ArchiveOf.Entries(ArchiveOf.File("run.sh", "run")));
    }

    public static ProviderName Name { get; } = new("lab");

    public StandingLxd Lxd { get; }

    public GuestPrograms Guests { get; }

    /// <summary>For which GitHub's runner was wanted.</summary>
    public IReadOnlyCollection<string> Architectures => _architectures;

    public string ArchivePath => Path.Combine(_root.FullName, "runner.tar.gz");

    /// <summary>Where the next provider keeps its state; the same one for all, until it is set anew.</summary>
    public string StateDirectory => Path.Combine(_root.FullName, $"state-{_states}");

    public static async Task<LxdPlace> StartAsync(StandingOptions options) =>
        new(await StandingLxd.StartAsync(options), options);

    public void MoveState() => _states++;

    public LxdProvider Open(
        FleetIdentity identity, Func<LxdSettings, LxdSettings>? change = null,
        Func<HttpMessageHandler, HttpMessageHandler>? around = null)
    {
        var settings = new LxdSettings(Name)
        {
            Word = _options.Flavour is Flavour.Lxd50 ? "lxd" : "incus", Host = new Uri($"unix://{Lxd.SocketPath}"),
        };
        var provider = LxdProvider.Open(
            change?.Invoke(settings) ?? settings,
            new ProviderServices(identity, this, StateDirectory, _options.Time, NullLoggerFactory.Instance),
            around ?? (handler => handler));
        _opened.Add(provider);
        return provider;
    }

    public static LxdSettings WithMachines(LxdSettings settings) => settings with
    {
        UsualSize = new InstanceSize { Type = InstanceType.VirtualMachine },
    };

    public Task<ArchiveReply> GetAsync(
        Scope scope, string os, string architecture, CancellationToken cancellationToken)
    {
        _architectures.Enqueue(architecture);
        return Task.FromResult<ArchiveReply>(
            new ArchiveReply.Ready(new RunnerArchive(ArchivePath, "2.336.0", "00")));
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var provider in _opened)
        {
            provider.Dispose();
        }
        Guests.Dispose();
        await Lxd.DisposeAsync();
        _root.Delete(recursive: true);
    }
}
