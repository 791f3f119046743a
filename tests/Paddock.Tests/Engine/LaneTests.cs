using Paddock.Engine;

namespace Paddock.Tests.Engine;

public sealed class LaneTests
{
    [Fact]
    public async Task No_more_calls_are_under_way_than_the_lane_is_wide_and_all_of_them_come_through()
    {
        using var lane = new Lane(3);
        var (underWay, most) = (0, 0);
        var gates = Enumerable.Range(0, 10).Select(_ => new TaskCompletionSource()).ToList();
        var calls = gates.ConvertAll(gate => lane.RunAsync(async () =>
        {
            most = Math.Max(most, ++underWay);
            await gate.Task;
            return --underWay;
        }));
        underWay.ShouldBe(3);
        foreach (var gate in gates)
        {
            gate.SetResult();
        }
        await Task.WhenAll(calls);
        most.ShouldBe(3);
    }

    [Fact]
    public async Task A_call_that_fails_gives_its_turn_back()
    {
        using var lane = new Lane(1);
        await Should.ThrowAsync<InvalidDataException>(() => lane.RunAsync<int>(() => throw new InvalidDataException()));
        (await lane.RunAsync(() => Task.FromResult(7))).ShouldBe(7);
    }
}
