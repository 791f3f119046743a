using System.Formats.Tar;
using System.IO.Compression;
using System.Security.Cryptography;
using Microsoft.Extensions.Logging.Abstractions;
using Paddock.Core.Model;
using Paddock.Core.Planning;
using Paddock.Core.Policy;
using Paddock.Ports;
using Paddock.Ports.Forge;
using Paddock.Ports.Providers;
using Paddock.Providers;
using Paddock.Providers.Process;
using Paddock.Tests.Support;

namespace Paddock.Tests.Providers.Process;

/// <summary>
/// A directory of a test's own with a process provider in it, and a runner archive to unpack there. Whatever still runs
/// when the test ends is ended with it.
/// </summary>
internal sealed class ProcessPlace : IAsyncDisposable, IRunnerArchives
{
    public static readonly ProviderName Name = new("here");

    private readonly string _root = Directory.CreateTempSubdirectory("paddock-process-").FullName;
    private readonly Func<string, string> _pack;
    private readonly List<(FleetIdentity Identity, ProcessProvider Provider)> _opened = [];
    private RunnerArchive? _archive;

    private ProcessPlace(Func<string, string> pack) => _pack = pack;

    public ProcessSettings Settings { get; set; } = new(Name);

    public ArchiveReply? InsteadOfArchive { get; set; }

    public static FleetIdentity Ours { get; } = IdentityOf("ours");

    public static FleetIdentity Theirs { get; } = IdentityOf("theirs");

    public static Offer Offer { get; } = new(Name, new MachineSize(), Location: null, Image: "");

    public static Scope Scope { get; } = new(Scope.DefaultConnection, ScopeKind.Organization, "acme");

    public string Root => _root;

    public string FolderOf(MachineName name) => Path.Combine(_root, "machines", name.Value);

    /// <summary>The stub runner, as it is packed for its own tests.</summary>
    public static ProcessPlace OfStub() => new(root =>
    {
        var tree = Directory.CreateDirectory(Path.Combine(root, "stub")).FullName;
        Directory.CreateDirectory(Path.Combine(tree, "bin"));
        foreach (var file in Directory.GetFiles(AppContext.BaseDirectory, "Runner.Listener*"))
        {
            File.Copy(file, Path.Combine(tree, "bin", Path.GetFileName(file)));
        }
        foreach (var script in Directory.GetFiles(Path.Combine(RepositoryFiles.Root, "sim/Paddock.StubRunner/layout")))
        {
            File.Copy(script, Path.Combine(tree, Path.GetFileName(script)));
        }
        return tree;
    });

    /// <summary>
    /// A runner of one script. The default one goes when it has no configuration that makes sense, and stays otherwise:
    /// what the real one does with the tickets of a trial.
    /// </summary>
    public static ProcessPlace OfScript(string script = "echo Hello; grep -q AgentName .runner && sleep 600; exit 0") =>
        new(root =>
        {
            var tree = Directory.CreateDirectory(Path.Combine(root, "script")).FullName;
            var run = Path.Combine(tree, "run.sh");
            File.WriteAllText(run, $"#!/bin/bash\n{script}\n");
            if (!OperatingSystem.IsWindows())
            {
                File.SetUnixFileMode(run, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            }
            return tree;
        });

    public ProcessProvider Open() => Open(Ours);

    /// <summary>A provider as a newly started Paddock would open it.</summary>
    public ProcessProvider Open(FleetIdentity identity)
    {
        var provider = ProcessProvider.Open(
            Settings with { Directory = _root },
            new ProviderServices(identity, this, _root, TimeProvider.System, NullLoggerFactory.Instance));
        _opened.Add((identity, provider));
        return provider;
    }

    public static MachineSpec Spec(string name, TimeSpan? lifetime = null)
    {
        var machine = new MachineName(name);
        var tags = new MachineTags(
            Ours.Fleet, Ours.Install, new PoolName("pool"), machine, Generation: 1,
            DateTimeOffset.UnixEpoch.AddYears(60));
        return new MachineSpec(machine, tags, Offer, Scope, lifetime ?? TimeSpan.FromMinutes(5));
    }

    public static Ticket Ticket(string runner = "{\"AgentName\":\"x\"}") =>
        new([new TicketFile(".runner", new Secret(runner)), new TicketFile(".credentials", new Secret("a secret"))]);

    public async Task<ArchiveReply> GetAsync(
        Scope scope, string os, string architecture, CancellationToken cancellationToken)
    {
        await Task.Yield();
        if (InsteadOfArchive is { } other)
        {
            return other;
        }
        lock (_opened)
        {
            _archive ??= Pack();
        }
        return new ArchiveReply.Ready(_archive);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var (_, provider) in _opened)
        {
            var reply = await provider.ListAsync(CancellationToken.None) as MachineListReply.Complete;
            foreach (var machine in reply?.Machines ?? [])
            {
                await provider.DeleteAsync(machine.Name, CancellationToken.None);
            }
        }
        Directory.Delete(_root, recursive: true);
    }

    private RunnerArchive Pack()
    {
        var tree = _pack(_root);
        var path = Path.Combine(_root, "runner.tar.gz");
        using (var file = File.Create(path))
        using (var zipped = new GZipStream(file, CompressionLevel.Fastest))
        {
            TarFile.CreateFromDirectory(tree, zipped, includeBaseDirectory: false);
        }
        return new RunnerArchive(path, "2.336.0", Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(path))));
    }

    private static FleetIdentity IdentityOf(string install) =>
        new("fleet", install, RunnerNames.MarkOf("fleet", install));
}
