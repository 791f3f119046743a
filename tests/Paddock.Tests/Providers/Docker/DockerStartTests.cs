using Paddock.Core.Model;
using Paddock.Ports.Providers;

namespace Paddock.Tests.Providers.Docker;

/// <summary>A caller that gives up, and answers that are lost, around a start.</summary>
public sealed class DockerStartTests : SmallEngineTest
{
    [Fact]
    public async Task Given_up_before_the_start_nothing_is_left()
    {
        using var give = CancelAt("PUT /containers/", isCarriedOut: false);
        await Should.ThrowAsync<OperationCanceledException>(
            () => Open().EnsureAsync(Spec(), TicketOf(), give.Token));
        Engine.Containers.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Given_up_once_the_start_was_sent_the_container_is_left_to_be_looked_at(bool isCarriedOut)
    {
        using var give = CancelAt("POST /containers/id", isCarriedOut);
        await Should.ThrowAsync<OperationCanceledException>(
            () => Open().EnsureAsync(Spec(), TicketOf(), give.Token));
        Engine.Containers.ShouldHaveSingleItem().Status.ShouldBe(isCarriedOut ? "running" : "created");
    }

    [Fact]
    public async Task A_start_that_was_refused_leaves_nothing()
    {
        Engine.Instead = (line, _) => Task.FromResult(
            IsStart(line) ? SmallEngine.Answer(500, "no cgroup") : null);
        FaultOf(await Open().EnsureAsync(Spec(), TicketOf(), Stop)).Kind.ShouldBe(FaultKind.Transient);
        Engine.Containers.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_start_that_comes_through_late_is_not_undone()
    {
        // The answer says no, the look says "created", and only then it runs: as an engine under load may do it.
        Engine.Instead = (line, _) =>
        {
            if (line.StartsWith("DELETE /containers/", StringComparison.Ordinal)
                && Engine.Containers.FirstOrDefault(one => one.Name == "pdk-one") is { } machine
                && line.Contains(machine.Id, StringComparison.Ordinal))
            {
                machine.Status = "running";
            }
            return Task.FromResult(IsStart(line) ? SmallEngine.Answer(500, "timeout") : null);
        };
        FaultOf(await Open().EnsureAsync(Spec(), TicketOf(), Stop)).Kind.ShouldBe(FaultKind.Ambiguous);
        Engine.Containers.ShouldHaveSingleItem().Status.ShouldBe("running");
    }

    [Fact]
    public async Task A_start_nobody_can_look_after_stays_ambiguous_and_is_not_undone()
    {
        var isDead = false;
        Engine.Instead = (line, _) =>
        {
            isDead |= IsStart(line);
            return isDead && line.StartsWith("GET /containers/id", StringComparison.Ordinal) || IsStart(line)
                ? throw new HttpRequestException(HttpRequestError.ResponseEnded, "The connection is dead.")
                : Task.FromResult<HttpResponseMessage?>(null);
        };
        FaultOf(await Open().EnsureAsync(Spec(), TicketOf(), Stop)).Kind.ShouldBe(FaultKind.Ambiguous);
        Engine.Containers.ShouldHaveSingleItem();
    }

    private static bool IsStart(string line) => line.EndsWith("/start", StringComparison.Ordinal);

    /// <summary>The caller gives up while this request for the machine is under way.</summary>
    private CancellationTokenSource CancelAt(string beginning, bool isCarriedOut)
    {
        var give = new CancellationTokenSource();
        Engine.Instead = async (line, token) =>
        {
            var machine = Engine.Containers.FirstOrDefault(one => one.Name == "pdk-one");
            if (machine is null || !line.StartsWith(beginning, StringComparison.Ordinal))
            {
                return null;
            }
            machine.Status = isCarriedOut ? "running" : machine.Status;
            await give.CancelAsync();
            token.ThrowIfCancellationRequested();
            return null;
        };
        return give;
    }
}
