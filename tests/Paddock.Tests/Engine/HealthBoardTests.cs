using Microsoft.Extensions.Logging;
using Paddock.Engine;
using Paddock.Simulator;

namespace Paddock.Tests.Engine;

public sealed class HealthBoardTests : IDisposable
{
    private readonly SimTime _time = new();
    private readonly Pump _pump = new();
    private readonly List<string> _told = [];

    [Fact]
    public void An_outage_is_two_lines_however_often_the_door_is_asked()
    {
        var board = NewBoard();
        board.Good("provider lab");
        for (var i = 0; i < 100; i++)
        {
            board.Bad("provider lab", "connection refused");
        }
        for (var i = 0; i < 100; i++)
        {
            board.Good("provider lab");
        }
        _told.ShouldBe(["door-bad", "door-good"]);
    }

    [Fact]
    public void A_change_rings_the_bell_once_and_a_repeat_does_not()
    {
        var board = NewBoard();
        board.Good("store");
        board.Good("store");

        _pump.TryStep().ShouldBeTrue();
        _pump.TryStep().ShouldBeFalse();
    }

    [Fact]
    public void Another_message_is_told_again()
    {
        var board = NewBoard();
        board.Bad("store", "busy");
        board.Bad("store", "disk full");
        _told.Count.ShouldBe(2);
    }

    [Fact]
    public void The_board_tells_since_when_a_door_answers_like_this()
    {
        var board = NewBoard();
        board.Bad("store", "busy");
        var since = board.Copy()["store"].Since;
        _time.After(TimeSpan.FromMinutes(1), () => { });
        _time.TryAdvance();
        board.Bad("store", "busy");

        board.Copy()["store"].Since.ShouldBe(since);
        board.Copy()["store"].At.ShouldBe(since + TimeSpan.FromMinutes(1));
    }

    public void Dispose() => _pump.Dispose();

    private HealthBoard NewBoard() => new(new EngineClock(_time), new Bell(_pump, _time), new ListLogger(_told));

    private sealed class ListLogger(List<string> told) : ILogger<HealthBoard>
    {
        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception,
            Func<TState, Exception?, string> formatter) => told.Add(eventId.Name!);
    }
}
