using Paddock.Engine;

namespace Paddock.Tests.Engine;

public sealed class PumpTests
{
    [Fact]
    public void Work_is_done_in_the_order_in_which_it_was_posted()
    {
        using var pump = new Pump();
        var done = new List<int>();
        for (var i = 0; i < 100; i++)
        {
            pump.Post(state => done.Add((int)state!), i);
        }
        while (pump.TryStep())
        {
        }
        done.ShouldBe(Enumerable.Range(0, 100));
    }

    [Fact]
    public void Work_posted_from_many_threads_is_done_once_each_and_one_at_a_time()
    {
        using var pump = new Pump();
        var count = 0;
        pump.Run(() =>
        {
            var all = new TaskCompletionSource();
            for (var thread = 0; thread < 4; thread++)
            {
                new Thread(() =>
                {
                    for (var i = 0; i < 10_000; i++)
                    {
                        pump.Post(_ => CountTo(40_000, all), null);
                    }
                }).Start();
            }
            return all.Task;
        });
        count.ShouldBe(40_000);

        // Not interlocked on purpose: lost updates would show.
        void CountTo(int most, TaskCompletionSource all)
        {
            if (++count == most)
            {
                all.SetResult();
            }
        }
    }

    [Fact]
    public void An_await_comes_back_to_the_pump()
    {
        using var pump = new Pump();
        pump.Run(async () =>
        {
            var elsewhere = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            new Thread(elsewhere.SetResult).Start();
            await elsewhere.Task;
            pump.Check();
        });
    }

    [Fact]
    public void Touching_the_engine_off_the_pump_is_an_error()
    {
        using var pump = new Pump();
        Should.Throw<InvalidOperationException>(pump.Check);
    }

    [Fact]
    public void The_pump_leaves_the_callers_context_as_it_was()
    {
        using var pump = new Pump();
        var before = SynchronizationContext.Current;
        pump.Post(_ => { }, null);
        pump.TryStep().ShouldBeTrue();
        SynchronizationContext.Current.ShouldBe(before);
    }

    [Fact]
    public void A_defect_of_the_main_task_comes_out_as_it_was()
    {
        using var pump = new Pump();
        Should.Throw<InvalidDataException>(() => pump.Run(() => Task.FromException(new InvalidDataException("x"))));
    }

    [Fact]
    public void A_closed_pump_drops_what_is_queued_and_what_comes()
    {
        using var pump = new Pump();
        var done = false;
        pump.Post(_ => done = true, null);
        pump.Close();
        pump.Post(_ => done = true, null);
        pump.TryStep().ShouldBeFalse();
        done.ShouldBeFalse();
    }

    [Fact]
    public void Nobody_waits_for_the_pump()
    {
        using var pump = new Pump();
        Should.Throw<NotSupportedException>(() => pump.Send(_ => { }, null));
    }
}
