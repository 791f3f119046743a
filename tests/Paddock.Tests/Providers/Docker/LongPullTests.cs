using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Paddock.Core.Model;
using Paddock.Ports;
using Paddock.Ports.Providers;
using Paddock.Providers;
using Paddock.Providers.Docker;
using Paddock.Tests.Support;

namespace Paddock.Tests.Providers.Docker;

/// <summary>Pulls that take long, over a real socket and in a time of their own.</summary>
public sealed class LongPullTests : SmallEngineTest, IAsyncLifetime
{
    private const string Large = "registry/large:1";
    private const string Other = "registry/other:1";

    private static readonly TimeSpan Pace = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan RealLimit = TimeSpan.FromSeconds(60);

    private readonly TestTime _time = new();
    private readonly ConcurrentQueue<(string Event, string Message)> _logged = [];
    private SocketEngine _socket = null!;
    private DockerProvider _provider = null!;

    public async ValueTask InitializeAsync()
    {
        _socket = await SocketEngine.StartAsync(Engine);
        var settings = new DockerSettings(new ProviderName("docker"))
        {
            Host = _socket.Address, DiskFreeMinBytes = 1,
        };
        _provider = DockerProvider.Open(
            settings, new ProviderServices(Identity, this, StateDirectory, _time, new QueueLoggers(_logged)));
    }

    public async ValueTask DisposeAsync()
    {
        _provider.Dispose();
        await _socket.DisposeAsync();

        // xunit calls this alone where there is both.
        Dispose();
    }

    [Fact]
    public async Task How_far_it_is_can_be_seen_until_it_is_over()
    {
        var ensuring = EnsureAsync();
        var pull = await BegunAsync(Large);
        _provider.UnderWay.ShouldHaveSingleItem().ToString().ShouldBe($"image {Large} is being pulled: 0 MB so far");
        pull.Download("a", 412, of: 980);
        await SeenAsync("412 of 980 MB (42 %)");
        _provider.UnderWay.ShouldHaveSingleItem().Images.ShouldBe([Large]);
        pull.End();

        (await ensuring).ShouldBeOfType<EnsureReply.Done>();
        _provider.UnderWay.ShouldBeEmpty();
    }

    [Fact]
    public async Task It_ends_when_nothing_has_moved_for_two_minutes()
    {
        var ensuring = EnsureAsync();
        var pull = await BegunAsync(Large);
        await PassAsync(TimeSpan.FromSeconds(90));
        pull.Download("a", 1, of: 980);
        await SeenAsync("1 of 980 MB (0 %)");
        await PassAsync(TimeSpan.FromSeconds(90));
        ensuring.IsCompleted.ShouldBeFalse();

        await PassAsync(TimeSpan.FromSeconds(30));

        var fault = FaultOf(await ensuring);
        fault.Kind.ShouldBe(FaultKind.Transient);
        fault.Message.ShouldContain("Nothing of it has moved for 2 minutes (1 of 980 MB (0 %))");
        await Eventually.CancelledAsync(pull.Ended);
        Engine.Containers.ShouldBeEmpty();
    }

    [Fact]
    public async Task It_ends_after_an_hour_however_much_still_moves()
    {
        using var patience = new CancellationTokenSource();
        var ensuring = _provider.EnsureAsync(Spec(image: Large), TicketOf(), patience.Token);
        var pull = await BegunAsync(Large);
        await patience.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => ensuring);
        for (var minute = 1; minute <= 60; minute++)
        {
            pull.Ended.IsCancellationRequested.ShouldBeFalse();
            pull.Download("a", minute, of: 980);
            await SeenAsync($"{minute} of 980 MB");
            await PassAsync(TimeSpan.FromMinutes(1));
        }
        await Eventually.CancelledAsync(pull.Ended);
        await Eventually.HoldsAsync(() => _logged.Any(line =>
            line.Event == "image-pull-failed" && line.Message.Contains("It has taken 60 minutes")));
    }

    [Fact]
    public async Task What_waits_while_the_engine_pulls_another_image_is_not_at_a_standstill()
    {
        _ = EnsureAsync();
        await BegunAsync(Large);
        _ = EnsureAsync("pdk-two", Other);
        var other = await BegunAsync(Other);
        for (var minute = 1; minute <= 4; minute++)
        {
            other.Download("a", minute, of: 980);
            await SeenAsync($"{minute} of 980 MB");
            await PassAsync(TimeSpan.FromMinutes(1), pulls: 2);
        }
        _provider.UnderWay.Count.ShouldBe(2);
    }

    [Fact]
    public async Task Whoever_waits_is_told_how_far_it_is_before_his_call_is_cut_off_and_the_next_one_joins_it()
    {
        var ensuring = EnsureAsync();
        var pull = await BegunAsync(Large);
        for (var step = 1; step <= 11; step++)
        {
            pull.Download("a", 40 * step, of: 980);
            await SeenAsync($"{40 * step} of 980 MB");
            await PassAsync(Pace);
        }
        ensuring.IsCompleted.ShouldBeFalse();
        await PassAsync(TimeSpan.FromSeconds(30), others: 1);

        var fault = FaultOf(await ensuring);
        fault.Kind.ShouldBe(FaultKind.Busy);
        fault.Message.ShouldBe($"image {Large} is being pulled: 440 of 980 MB (44 %).");
        fault.RetryAt.ShouldBe(_time.GetUtcNow() + TimeSpan.FromMinutes(2));
        Engine.Containers.ShouldBeEmpty();

        var again = EnsureAsync("pdk-two");
        pull.End();

        (await again).ShouldBeOfType<EnsureReply.Done>();
        _logged.Count(line => line.Event == "image-pull").ShouldBe(1);
    }

    [Fact]
    public async Task The_log_tells_of_its_beginning_and_of_its_progress_and_of_its_end()
    {
        var ensuring = EnsureAsync();
        var pull = await BegunAsync(Large);
        pull.Download("a", 412, of: 980);
        await SeenAsync("412 of 980 MB");
        await PassAsync(TimeSpan.FromSeconds(60));
        pull.End();
        await ensuring;

        _logged.Where(line => line.Event.StartsWith("image-", StringComparison.Ordinal)).Select(line => line.Message)
            .ShouldBe(
            [
                $"Pulling {Large}", $"Pulling {Large}: 412 of 980 MB (42 %)", $"Pulling {Large}: 412 of 980 MB (42 %)",
                $"Pulled {Large} in 60.0 s",
            ]);
    }

    private Task<EnsureReply> EnsureAsync(string machine = "pdk-one", string image = Large) =>
        _provider.EnsureAsync(Spec(machine, image), TicketOf(), Stop).WaitAsync(RealLimit, TimeProvider.System, Stop);

    private async Task<SocketEngine.Pulling> BegunAsync(string image)
    {
        await Eventually.HoldsAsync(() => _socket.Pulls.ContainsKey(image));
        return _socket.Pulls[image];
    }

    private Task SeenAsync(string progress) => Eventually.HoldsAsync(
        () => _provider.UnderWay.Any(work => work.Progress.StartsWith(progress, StringComparison.Ordinal)));

    /// <summary>
    /// In steps of the pulls' own pace, each begun when all wait for its end: a clock that runs ahead of whoever looks
    /// at it shows what no real one does.
    /// </summary>
    /// <param name="others">Who else waits for the end of each step.</param>
    private async Task PassAsync(TimeSpan span, int pulls = 1, int others = 0)
    {
        for (var passed = TimeSpan.Zero; passed < span; passed += Pace)
        {
            var told = Told();
            await Eventually.HoldsAsync(() => _time.CountDueIn(Pace) >= pulls + others);
            _time.Advance(Pace);
            await Eventually.HoldsAsync(() => Told() >= told + pulls);
        }
    }

    private int Told() => _logged.Count(line => line.Event is "image-pull-progress" or "image-pull-failed");

    private sealed class QueueLoggers(ConcurrentQueue<(string Event, string Message)> logged) : ILoggerFactory
    {
        public ILogger CreateLogger(string categoryName) => new QueueLogger<DockerProvider>(logged);

        public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException();

        public void Dispose()
        {
        }
    }
}
