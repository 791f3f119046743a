using Microsoft.Extensions.Logging.Abstractions;
using Paddock.Core.Model;
using Paddock.Core.Planning;
using Paddock.Core.Policy;
using Paddock.Ports;
using Paddock.Ports.Forge;
using Paddock.Ports.Providers;
using Paddock.Providers;
using Paddock.Providers.Docker;
using Paddock.Tests.Providers.Bootstrap;

namespace Paddock.Tests.Providers.Docker;

/// <summary>A provider at an engine in memory, with a directory of its own and a runner archive.</summary>
public abstract class SmallEngineTest : IRunnerArchives, IDisposable
{
    internal const string Image = "bare:1";

    private readonly string _root = Directory.CreateTempSubdirectory("paddock-docker-").FullName;
    private readonly List<DockerProvider> _opened = [];

    protected SmallEngineTest()
    {
        Engine.Images.Add(Image);
        ArchivePath = Path.Combine(_root, "runner.tar.gz");
        StateDirectory = Path.Combine(_root, "state");
        File.WriteAllBytes(ArchivePath, ArchiveOf.Entries(ArchiveOf.File("run.sh", "run")));
    }

    internal SmallEngine Engine { get; } = new();

    protected string StateDirectory { get; set; }

    protected string ArchivePath { get; }

    /// <summary>Part of the archive's checksum, and so of every layer's tag.</summary>
    protected string Checksum { get; set; } = "00";

    protected static FleetIdentity Identity { get; } = new("fleet", "ours", RunnerNames.MarkOf("fleet", "ours"));

    protected static CancellationToken Stop => TestContext.Current.CancellationToken;

    public virtual Task<ArchiveReply> GetAsync(
        Scope scope, string os, string architecture, CancellationToken cancellationToken) =>
        Task.FromResult<ArchiveReply>(new ArchiveReply.Ready(new RunnerArchive(ArchivePath, "2.336.0", Checksum)));

    public void Dispose()
    {
        GC.SuppressFinalize(this);
        foreach (var provider in _opened)
        {
            provider.Dispose();
        }
        Engine.Dispose();
        Directory.Delete(_root, recursive: true);
    }

    protected DockerProvider Open(
        string name = "docker", PullPolicy pull = PullPolicy.Missing, params IReadOnlyList<RegistryLogin> registries)
    {
        var settings = new DockerSettings(new ProviderName(name))
        {
            Pull = pull, DiskFreeMinBytes = 1, Registries = registries,
        };
        var provider = DockerProvider.Open(
            settings,
            new ProviderServices(Identity, this, StateDirectory, TimeProvider.System, NullLoggerFactory.Instance),
            Engine);
        _opened.Add(provider);
        return provider;
    }

    protected static MachineSpec Spec(string name = "pdk-one", string image = Image)
    {
        var machine = new MachineName(name);
        var tags = new MachineTags(
            Identity.Fleet, Identity.Install, new PoolName("linux"), machine, Generation: 1, DateTimeOffset.UnixEpoch);
        return new MachineSpec(
            machine, tags, new Offer(new ProviderName("docker"), new MachineSize(), Location: null, image),
            new Scope(Scope.DefaultConnection, ScopeKind.Organization, "acme"), TimeSpan.FromHours(1));
    }

    protected static Ticket TicketOf(string file = ".runner") => new([new TicketFile(file, new Secret("a secret"))]);

    protected static Fault FaultOf(EnsureReply reply) => reply.ShouldBeOfType<EnsureReply.Refused>().Fault;
}
