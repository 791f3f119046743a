using Paddock.Engine;
using Paddock.Simulator;

namespace Paddock.Tests.Engine;

/// <summary>When the loop wakes: on a pump and a clock that the test moves, so that each moment is exact.</summary>
public sealed class BellAndWindowTests : IDisposable
{
    private readonly Pump _pump = new();
    private readonly SimTime _time = new();

    public void Dispose() => _pump.Dispose();

    [Fact]
    public void A_ring_wakes_at_once()
    {
        var bell = new Bell(_pump, _time);
        var woken = Begin(() => bell.WaitAsync(TimeSpan.FromSeconds(30), CancellationToken.None));
        woken().ShouldBeFalse();

        bell.Ring();

        woken().ShouldBeTrue();
        _time.Elapsed.ShouldBe(TimeSpan.Zero);
    }

    [Fact]
    public void A_ring_before_the_wait_is_not_lost_and_a_hundred_are_one()
    {
        var bell = new Bell(_pump, _time);
        for (var i = 0; i < 100; i++)
        {
            bell.Ring();
        }
        Drain();

        Begin(() => bell.WaitAsync(TimeSpan.FromSeconds(30), CancellationToken.None))().ShouldBeTrue();
        Begin(() => bell.WaitAsync(TimeSpan.FromSeconds(30), CancellationToken.None))().ShouldBeFalse();
    }

    [Fact]
    public void Without_a_ring_the_wait_ends_with_its_time()
    {
        var bell = new Bell(_pump, _time);
        var woken = Begin(() => bell.WaitAsync(TimeSpan.FromSeconds(30), CancellationToken.None));
        Advance();
        woken().ShouldBeTrue();
        _time.Elapsed.ShouldBe(TimeSpan.FromSeconds(30));
    }

    [Fact]
    public void A_single_ring_never_waits_for_the_window()
    {
        var window = new Window(TimeSpan.FromMilliseconds(25), _time);
        Begin(() => window.OpenAsync(TimeSpan.Zero, CancellationToken.None))().ShouldBeTrue();
        Pass(TimeSpan.FromSeconds(1));
        Begin(() => window.OpenAsync(TimeSpan.Zero, CancellationToken.None))().ShouldBeTrue();
    }

    [Theory]
    [InlineData(0, 25)]
    [InlineData(6, 25)]
    [InlineData(20, 80)]
    [InlineData(60_000, 250)]
    public void Rings_that_do_not_stop_open_the_window_once_in_its_width(int passTookMs, int widthMs)
    {
        var window = new Window(TimeSpan.FromMilliseconds(25), _time);
        var opened = new List<double>();
        _pump.Post(_ => _ = OpenAsync(), null);
        while (opened.Count < 5)
        {
            Drain();
            _time.TryAdvance();
        }
        opened.ShouldBe(Enumerable.Range(0, 5).Select(i => (double)(i * widthMs)));

        async Task OpenAsync()
        {
            while (opened.Count < 5)
            {
                await window.OpenAsync(TimeSpan.FromMilliseconds(passTookMs), CancellationToken.None);
                opened.Add(_time.Elapsed.TotalMilliseconds);
            }
        }
    }

    /// <summary>
    /// Starts it on the pump; the answer tells, after all that can be done now, whether it has ended.
    /// </summary>
    private Func<bool> Begin(Func<Task> start)
    {
        Task? running = null;
        _pump.Post(_ => running = start(), null);
        Drain();
        return () =>
        {
            Drain();
            return running!.IsCompletedSuccessfully;
        };
    }

    private void Pass(TimeSpan time)
    {
        _time.After(time, () => { });
        Advance();
    }

    private void Advance()
    {
        while (_time.TryAdvance())
        {
            Drain();
        }
    }

    private void Drain()
    {
        while (_pump.TryStep())
        {
        }
    }
}
