using System.Diagnostics;
using System.Net;
using System.Runtime.ExceptionServices;
using Microsoft.Extensions.Logging.Abstractions;
using Paddock.Core.Model;
using Paddock.Core.Policy;
using Paddock.Ports;
using Paddock.Ports.Forge;
using Paddock.Providers;
using Paddock.Providers.Docker;
using Paddock.Providers.Docker.Api;
using Paddock.RealTests.EndToEnd;
using Paddock.Tests.Support;

[assembly: AssemblyFixture(typeof(Paddock.RealTests.Docker.DockerHost))]

namespace Paddock.RealTests.Docker;

/// <summary>
/// A Docker Engine: the one that runs here, or else one of its own, started by the first test that wants it and stopped
/// at the end. Its images stay between runs, so that only the first is slow.
/// </summary>
public sealed class DockerHost : IAsyncLifetime, IFleetGround
{
    /// <summary>No runner inside; its user is root.</summary>
    public const string BareImage = "paddock-test/bare:1";

    /// <summary>Its runner runs whatever its <c>.runner</c> file says, as user <c>runner</c>.</summary>
    public const string ScriptedImage = "paddock-test/scripted:1";

    private const string UsualSocket = "/var/run/docker.sock";

    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);

    /// <summary>Of the providers of this run alone: what they lock there is nothing to those of another.</summary>
    private static readonly string State =
        Path.Combine(Path.GetTempPath(), $"paddock-test-docker-{Environment.ProcessId}");

    private readonly SemaphoreSlim _starting = new(1);
    private readonly List<DockerProvider> _opened = [];
    private string? _socket;
    private string? _archive;
    private Exception? _failure;
    private Process? _own;
    private string? _ownFolder;

    /// <summary>Null until <see cref="ReadyAsync"/>.</summary>
    public Uri Engine => new($"unix://{_socket}");

    /// <summary>Containers share the host's network: an engine of ours has no bridge.</summary>
    public IPAddress Address => IPAddress.Loopback;

    /// <summary>The stub runner, packed like the real one. Null until <see cref="ReadyAsync"/>.</summary>
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
            await StopOwnAsync();
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
    /// A provider at this engine; its containers share the host's network, where the stand-in listens.
    /// </summary>
    public DockerProvider Open(
        FleetIdentity identity, Func<DockerSettings, DockerSettings>? change = null,
        Func<HttpMessageHandler, HttpMessageHandler>? around = null)
    {
        var settings = new DockerSettings(new ProviderName("docker"))
        {
            Host = Engine, Pull = PullPolicy.Never, Network = "host", DiskFreeMinBytes = 1,
        };
        settings = change?.Invoke(settings) ?? settings;
        var services = new ProviderServices(
            identity, new OneArchive(_archive!), State, TimeProvider.System, NullLoggerFactory.Instance);
        HttpMessageHandler sockets = new EngineAddress(settings.Host, settings.CertificateDirectory).Open();
        var provider = DockerProvider.Open(settings, services, around?.Invoke(sockets) ?? sockets);
        _opened.Add(provider);
        return provider;
    }

    string IFleetGround.Provider =>
        $"{{kind: docker, host: \"{Engine}\", pull: never, network: host, cpu_overcommit: 20}}";

    string IFleetGround.Offer => $"image: \"{BareImage}\", size: {{cpu: 1, memory: 128MiB}}";

    async Task<IFleetEye> IFleetGround.WatchAsync(string fleet, CancellationToken cancellationToken) =>
        await EngineEye.OpenAsync(Engine, fleet, cancellationToken);

    /// <summary>The <c>docker</c> program at this engine.</summary>
    public Task<string> DockerAsync(params string[] arguments) =>
        DockerAsync(_socket!, arguments, TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        foreach (var provider in _opened)
        {
            provider.Dispose();
        }
        await StopOwnAsync();
        if (Directory.Exists(State))
        {
            Directory.Delete(State, recursive: true);
        }
        _starting.Dispose();
    }

    private async Task StartAsync(CancellationToken cancellationToken)
    {
        Assert.SkipUnless(Environment.UserName == "root", "Only root can start a Docker Engine and make images.");
        Assert.SkipUnless(
            File.Exists("/usr/sbin/dockerd") || File.Exists("/usr/bin/dockerd"), "There is no dockerd.");
        _socket ??= await AnswersAsync(UsualSocket, cancellationToken)
            ? UsualSocket
            : await StartOwnAsync(cancellationToken);
        await MakeImagesAsync(_socket, cancellationToken);
        _archive = await Command.RunAsync(
            Path.Combine(RepositoryFiles.Root, "eng/pack-stub-runner.sh"), [], cancellationToken);
    }

    private async Task StopOwnAsync()
    {
        if (_own is null)
        {
            return;
        }
        await Command.TryAsync("kill", [_own.Id.ToString()], CancellationToken.None);
        await _own.WaitForExitAsync();
        _own.Dispose();
        _own = null;

        // The engine leaves the namespace of its host network mounted.
        await Command.TryAsync("umount", [Path.Combine(_ownFolder!, "exec/netns/default")], CancellationToken.None);
        Directory.Delete(_ownFolder!, recursive: true);
    }

    private async Task<string> StartOwnAsync(CancellationToken cancellationToken)
    {
        // A test that was cancelled may have left one that was about to answer.
        await StopOwnAsync();

        // The path of a socket has to be short; the images are large and worth keeping.
        _ownFolder = Directory.CreateTempSubdirectory("paddock-docker-").FullName;
        var (socket, data) = (
            Path.Combine(_ownFolder, "docker.sock"), Path.Combine(RepositoryFiles.Root, "artifacts/docker-data"));
        _own = Process.Start(new ProcessStartInfo("/bin/sh",
        [
            "-c", "exec dockerd --data-root \"$1\" --exec-root \"$2/exec\" --pidfile \"$2/pid\" --host \"unix://$3\" "
                + "--bridge none --iptables=false --ip6tables=false > \"$2/log\" 2>&1",
            "sh", data, _ownFolder, socket,
        ]));
        var time = TimeProvider.System;
        var began = time.GetTimestamp();
        while (!await AnswersAsync(socket, cancellationToken))
        {
            if (_own!.HasExited || time.GetElapsedTime(began) > StartLimit)
            {
                var log = await File.ReadAllLinesAsync(Path.Combine(_ownFolder, "log"), cancellationToken);
                Assert.Skip($"dockerd does not start here: {string.Join(" | ", log.TakeLast(3))}");
            }
            await Task.Delay(TimeSpan.FromMilliseconds(100), time, cancellationToken);
        }
        return socket;
    }

    private static async Task<bool> AnswersAsync(string socket, CancellationToken cancellationToken) =>
        File.Exists(socket)
        && (await Command.TryAsync("docker", ["--host", $"unix://{socket}", "version"], cancellationToken)).ExitCode
            == 0;

    private static async Task MakeImagesAsync(string socket, CancellationToken cancellationToken)
    {
        Task<string> Docker(params string[] arguments) => DockerAsync(socket, arguments, cancellationToken);
        var there = await Docker("images", "--format", "{{.Repository}}:{{.Tag}}");
        if (!there.Contains(BareImage, StringComparison.Ordinal))
        {
            var tar = await Command.RunAsync(
                Path.Combine(RepositoryFiles.Root, "eng/docker-base-image.sh"), [], cancellationToken);
            await Docker("import", tar, BareImage);
        }
        if (there.Contains(ScriptedImage, StringComparison.Ordinal))
        {
            return;
        }
        const string make =
            """
            useradd --uid 1234 --create-home runner && mkdir /actions-runner && cd /actions-runner
            printf '#!/bin/bash\nexec /bin/bash ./.runner\n' > run.sh && chmod 755 run.sh && chown runner: .
            """;
        var container = await Docker("create", "--network", "none", BareImage, "/bin/sh", "-ec", make);
        await Docker("start", "--attach", container);
        await Docker(
            "commit", "--change", "USER runner", "--change", "ENV MARK=of-the-image", container, ScriptedImage);
        await Docker("rm", container);
    }

    private static Task<string> DockerAsync(
        string socket, IEnumerable<string> arguments, CancellationToken cancellationToken) =>
        Command.RunAsync("docker", ["--host", $"unix://{socket}", .. arguments], cancellationToken);
}
