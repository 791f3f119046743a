using Paddock.Core.Model;
using Paddock.Ports.Providers;
using Paddock.Providers.Lxd.Api;
using Paddock.Providers.Lxd.Instances;
using Paddock.Tests.Support;

namespace Paddock.Tests.Providers.Lxd;

public sealed class InstanceReadingTests
{
    private static readonly DateTimeOffset Lately = new(2026, 11, 20, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("container", "", 102, false, MachinePhase.Creating)]
    [InlineData("container", InstanceReading.BlankKey, 102, false, MachinePhase.Blank)]
    [InlineData("container", InstanceReading.BlankKey, 103, true, MachinePhase.Running)]
    [InlineData("container", "", 103, true, MachinePhase.Running)]
    [InlineData("container", "", 106, true, MachinePhase.Running)]
    [InlineData("container", "", 107, true, MachinePhase.Running)]
    [InlineData("container", "", 110, true, MachinePhase.Running)]
    [InlineData("container", "", 113, true, MachinePhase.Running)]
    [InlineData("container", "", 102, true, MachinePhase.Finished)]
    [InlineData("container", InstanceReading.BlankKey, 102, true, MachinePhase.Finished)]
    [InlineData("container", "", 112, true, MachinePhase.Failed)]
    [InlineData("virtual-machine", InstanceReading.BlankKey, 102, false, MachinePhase.Blank)]
    [InlineData("virtual-machine", "", 103, true, MachinePhase.Creating)]
    [InlineData("virtual-machine", InstanceReading.BlankKey, 103, true, MachinePhase.Creating)]
    [InlineData("virtual-machine", InstanceReading.ServedKey, 103, true, MachinePhase.Running)]
    [InlineData("virtual-machine", InstanceReading.ServedKey, 102, true, MachinePhase.Finished)]
    [InlineData("virtual-machine", "", 102, true, MachinePhase.Finished)]
    public void A_state_means(string type, string key, int code, bool hasStarted, MachinePhase phase) =>
        InstanceReading.Read(Instance(type, key, code, hasStarted)).Phase.ShouldBe(phase);

    [Theory]
    [InlineData(0, MachinePhase.Finished)]
    [InlineData(137, MachinePhase.Failed)]
    public void An_exit_code_says_how_it_ended(int code, MachinePhase phase)
    {
        var read = InstanceReading.Read(Instance("container", "", 102, hasStarted: true), code);

        (read.Phase, read.ExitCode).ShouldBe((phase, code));
    }

    [Fact]
    public void The_end_of_a_machine_is_kept_for_an_hour()
    {
        var time = new TestTime();
        var departures = new Departures(time);
        departures.Keep(MachineName.Of("pdk-one"), new Diagnosis(3, "log"));
        time.Advance(TimeSpan.FromMinutes(59));
        departures.Find(MachineName.Of("pdk-one"))!.ExitCode.ShouldBe(3);

        time.Advance(TimeSpan.FromMinutes(2));

        departures.Find(MachineName.Of("pdk-one")).ShouldBeNull();
    }

    [Fact]
    public void Of_very_many_ends_only_the_newest_keep_their_words_and_none_is_forgotten_within_the_hour()
    {
        var time = new TestTime();
        var departures = new Departures(time);
        for (var at = 0; at < 300; at++)
        {
            departures.Keep(MachineName.Of($"pdk-{at}"), new Diagnosis(0, "its last words"));
            time.Advance(TimeSpan.FromSeconds(1));
        }

        departures.Find(MachineName.Of("pdk-299")).ShouldBe(new Diagnosis(0, "its last words"));
        departures.Find(MachineName.Of("pdk-0")).ShouldBe(new Diagnosis(0, ""));
        time.Advance(TimeSpan.FromHours(1));
        departures.Find(MachineName.Of("pdk-0")).ShouldBeNull();
    }

    private static InstancePayload Instance(string type, string key, int code, bool hasStarted) => new(
        "pdk-one", "", code, type, Ephemeral: true, hasStarted ? Lately : DateTimeOffset.UnixEpoch, "x86_64",
        key.Length == 0 ? [] : new Dictionary<string, string> { [key] = "1" });
}
