using Paddock.Core.Model;
using Paddock.Ports.Conformance;
using Paddock.Ports.Providers;
using Paddock.RealTests.Docker;

namespace Paddock.RealTests.Lxd;

/// <summary>Images are built at a real server.</summary>
[Collection(nameof(DockerHost))]
public sealed class ImageBuildTests(LxdHost host) : IAsyncLifetime
{
    private readonly BuilderBench _bench = new(host);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => await host.ReadyAsync();

    public async ValueTask DisposeAsync()
    {
        await _bench.Open().PruneImagesAsync(alias: null, keep: 0, CancellationToken.None);
        foreach (var image in await BuilderBench.ListAsync(_bench.Open()))
        {
            await host.CommandAsync("image", "delete", image.Id);
        }
        _bench.Dispose();
    }

    [Fact]
    public async Task A_machine_of_a_built_image_has_what_the_script_made_and_starts_its_runner_without_unpacking_it()
    {
        var calls = new CallLog();
        var provider = _bench.Open(calls.Around);
        var recipe = _bench.Recipe("echo hello\necho oops >&2\ntouch /made") with { PutsRunner = true };
        var image = await _bench.BuiltAsync(provider, recipe);
        image.ShouldSatisfyAllConditions(
            () => image.IsCurrent.ShouldBeTrue(), () => image.RunnerVersion.ShouldBe("2.336.0"),
            () => image.Base.ShouldBe(LxdHost.BareImage));
        _bench.Lines().ShouldBe(["hello", "oops"]);
        (await _bench.BuildersAsync()).ShouldBeEmpty();

        calls.Clear();
        var name = await StartAsync(provider, recipe.Alias);
        try
        {
            calls.Paths.ShouldNotContain(path => path.Contains("tar.gz", StringComparison.Ordinal));
            var seen = await host.CommandAsync(
                "exec", name.Value, "--", "stat", "-c", "%n %u", "/made", "/opt/actions-runner/run.sh");
            seen.ShouldBe("/made 0\n/opt/actions-runner/run.sh 1001");
        }
        finally
        {
            await host.TryCommandAsync("delete", "--force", name.Value);
        }
    }

    [Fact]
    public async Task The_alias_moves_to_the_newest_and_older_ones_go_unless_a_machine_was_made_of_them()
    {
        var provider = _bench.Open();
        var recipe = _bench.Recipe("true") with { Keep = 1 };
        var first = await _bench.BuiltAsync(provider, recipe);
        await host.CommandAsync("init", recipe.Alias, "of-the-first");
        try
        {
            var second = await _bench.BuiltAsync(provider, recipe);
            var both = await BuilderBench.ListAsync(provider);
            both.Select(image => (image.Id, image.IsCurrent, image.IsInUse))
                .ShouldBe([(second.Id, true, false), (first.Id, false, true)]);
        }
        finally
        {
            await host.CommandAsync("delete", "of-the-first");
        }
        (await provider.PruneImagesAsync(recipe.Alias, keep: 1, Token))
            .ShouldBeOfType<ImagePruneReply.Done>().Deleted.ShouldBe([first.Name]);
    }

    [Fact]
    public async Task A_script_that_fails_leaves_nothing()
    {
        var provider = _bench.Open();
        var reply = await _bench.BuildAsync(provider, _bench.Recipe("echo no luck\nexit 7"), Token);
        reply.ShouldBeOfType<ImageBuildReply.Refused>().Fault.Message.ShouldContain("exit code 7");
        reply.ShouldBeOfType<ImageBuildReply.Refused>().Fault.Message.ShouldContain("no luck");
        (await _bench.BuildersAsync()).ShouldBeEmpty();
        (await BuilderBench.ListAsync(provider)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_build_that_is_interrupted_leaves_nothing()
    {
        using var interrupt = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var recipe = _bench.Recipe("echo ready\nsleep 100");
        var building = _bench.Open().BuildImageAsync(
            recipe,
            news =>
            {
                if (news is BuildNews.Line)
                {
                    interrupt.Cancel();
                }
            },
            interrupt.Token);
        await Should.ThrowAsync<OperationCanceledException>(building);
        (await _bench.BuildersAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task What_a_killed_build_left_is_swept_by_the_next_and_is_no_machine()
    {
        var line = new CutLine();
        var recipe = _bench.Recipe("echo ready\nsleep 1");
        var dying = _bench.Open(line.Around);
        await dying.BuildImageAsync(
            recipe,
            news =>
            {
                if (news is BuildNews.Line)
                {
                    line.Cut();
                }
            },
            Token);
        var left = (await _bench.BuildersAsync()).ShouldHaveSingleItem();

        var next = _bench.Open();
        (await next.ListAsync(Token)).ShouldBeOfType<MachineListReply.Complete>().Machines.ShouldBeEmpty();
        (await next.PruneImagesAsync(alias: null, keep: 3, Token))
            .ShouldBeOfType<ImagePruneReply.Done>().Deleted.ShouldBe([left]);
        (await _bench.BuildersAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task An_alias_of_somebody_else_is_not_moved()
    {
        var reply = await _bench.BuildAsync(_bench.Open(), _bench.Recipe("true", LxdHost.ScriptedImage), Token);
        reply.ShouldBeOfType<ImageBuildReply.Refused>().Fault.Kind.ShouldBe(FaultKind.NameTaken);
        (await _bench.BuildersAsync()).ShouldBeEmpty();
    }

    private async Task<MachineName> StartAsync(IProvider provider, string image)
    {
        var trial = LxdTrial.Open(host);
        await using (trial)
        {
            var (name, lifetime) = (trial.NewName(), TimeSpan.FromMinutes(5));
            var tags = new MachineTags(
                _bench.Identity.Fleet, _bench.Identity.Install, new PoolName("check"), name, Generation: 1,
                DateTimeOffset.UnixEpoch);
            var reply = await provider.EnsureAsync(
                new MachineSpec(name, tags, LxdTrial.OfferOf(image), trial.Scope, lifetime),
                trial.NewTicket(name, RunnerCourse.Stays).Ticket, Token);
            reply.ShouldBeOfType<EnsureReply.Done>(reply.ToString());
            return name;
        }
    }

    /// <summary>The paths of what was asked.</summary>
    private sealed class CallLog
    {
        private readonly System.Collections.Concurrent.ConcurrentQueue<string> _paths = [];

        public IReadOnlyList<string> Paths => [.. _paths];

        public void Clear() => _paths.Clear();

        public HttpMessageHandler Around(HttpMessageHandler inner) => new Handler(_paths.Enqueue, inner);
    }

    /// <summary>A connection that is cut, as for a process that was killed.</summary>
    private sealed class CutLine
    {
        private volatile bool _isCut;

        public void Cut() => _isCut = true;

        public HttpMessageHandler Around(HttpMessageHandler inner) => new Handler(
            _ =>
            {
                if (_isCut)
                {
                    throw new HttpRequestException("It is cut.");
                }
            },
            inner);
    }

    private sealed class Handler(Action<string> see, HttpMessageHandler inner) : DelegatingHandler(inner)
    {
        protected override Task<HttpResponseMessage> SendAsync(
            HttpRequestMessage request, CancellationToken cancellationToken)
        {
            see(request.RequestUri!.PathAndQuery);
            return base.SendAsync(request, cancellationToken);
        }
    }
}
