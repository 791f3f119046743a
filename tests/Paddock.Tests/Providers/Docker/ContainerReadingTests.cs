using Paddock.Core.Model;
using Paddock.Providers.Docker.Api;
using Paddock.Providers.Docker.Containers;

namespace Paddock.Tests.Providers.Docker;

public sealed class ContainerReadingTests
{
    private static MachinePhase PhaseOf(StatePayload state, bool isBlank = false) => ContainerReading.Read(
        new ContainerPayload
        {
            Name = "/pdk-1",
            State = state,
            Config = new ConfigPayload { Labels = isBlank ? new() { [ContainerReading.BlankLabel] = "1" } : null },
        }).Phase;

    [Theory]
    [InlineData("running", MachinePhase.Running)]
    [InlineData("paused", MachinePhase.Running)]
    [InlineData("restarting", MachinePhase.Running)]
    [InlineData("created", MachinePhase.Creating)]
    [InlineData("exited", MachinePhase.Finished)]
    [InlineData("dead", MachinePhase.Finished)]
    [InlineData("removing", MachinePhase.Finished)]
    [InlineData("a state of tomorrow", MachinePhase.Finished)]
    public void A_state_is_a_phase(string state, MachinePhase phase) =>
        PhaseOf(new StatePayload { Status = state }).ShouldBe(phase);

    [Fact]
    public void A_created_one_is_blank_only_if_it_was_made_so() =>
        PhaseOf(new StatePayload { Status = "created" }, isBlank: true).ShouldBe(MachinePhase.Blank);

    [Fact]
    public void A_start_that_failed_is_a_failure_whatever_it_was_made_for() =>
        PhaseOf(new StatePayload { Status = "created", ExitCode = 127, Error = "no such file" }, isBlank: true)
            .ShouldBe(MachinePhase.Failed);

    [Fact]
    public void Memory_that_ran_out_is_a_failure_even_with_a_good_exit_code() =>
        PhaseOf(new StatePayload { Status = "exited", IsOutOfMemory = true }).ShouldBe(MachinePhase.Failed);
}
