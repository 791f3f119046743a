using Paddock.Engine;
using Paddock.Simulator;

namespace Paddock.Tests.Engine;

public sealed class EngineClockTests
{
    private readonly SimTime _time = new();

    [Fact]
    public void A_step_of_the_wall_clock_moves_no_deadline()
    {
        var clock = new EngineClock(_time);
        var before = clock.Now;
        _time.WallStep = TimeSpan.FromHours(1);
        clock.Now.ShouldBe(before);
    }

    [Theory]
    [InlineData(60)]
    [InlineData(-60)]
    public void It_heads_for_the_wall_clock_by_a_tenth_and_arrives(int seconds)
    {
        var clock = new EngineClock(_time);
        var start = clock.Now;
        _time.WallStep = TimeSpan.FromSeconds(seconds);
        clock.Slew().ShouldBe(TimeSpan.FromSeconds(seconds));
        Pass(TimeSpan.FromSeconds(100));
        (clock.Now - start).ShouldBe(TimeSpan.FromSeconds(100 + (seconds > 0 ? 10 : -10)));

        Pass(TimeSpan.FromMinutes(20));

        clock.Now.ShouldBe(_time.GetUtcNow());
    }

    [Fact]
    public void It_never_goes_back_while_it_is_slewed()
    {
        var clock = new EngineClock(_time);
        _time.WallStep = TimeSpan.FromHours(-1);
        clock.Slew();
        var last = clock.Now;
        for (var i = 0; i < 1000; i++)
        {
            Pass(TimeSpan.FromMilliseconds(10));
            clock.Now.ShouldBeGreaterThan(last);
            last = clock.Now;
        }
    }

    [Fact]
    public void One_step_is_told_once_and_drift_is_not_told()
    {
        var clock = new EngineClock(_time);
        _time.WallStep = TimeSpan.FromSeconds(4);
        clock.Slew().ShouldBeNull();
        _time.WallStep = TimeSpan.FromMinutes(3);
        clock.Slew().ShouldBe(TimeSpan.FromMinutes(3));
        clock.Slew().ShouldBeNull();
    }

    [Fact]
    public void Looks_of_one_moment_differ_by_their_tick_and_those_of_a_later_epoch_are_newer()
    {
        var clock = new EngineClock(_time) { Epoch = 1 };
        var (one, two) = (clock.NextAsOf(), clock.NextAsOf());
        (one < two).ShouldBeTrue();
        var next = new EngineClock(_time) { Epoch = 2 };
        (two < next.NextAsOf()).ShouldBeTrue();
    }

    private void Pass(TimeSpan time)
    {
        _time.After(time, () => { });
        _time.TryAdvance();
    }
}
