using Paddock.Core.Model;
using Paddock.Ports.Providers;
using Paddock.Providers.Process;

namespace Paddock.Tests.Providers.Process;

/// <summary>What a newly started Paddock makes of what it finds.</summary>
public sealed class ProcessRestartTests
{
    private static readonly MachineSpec Spec = ProcessPlace.Spec("one");

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_runs_is_adopted_and_can_be_deleted()
    {
        await using var place = ProcessPlace.OfScript();
        await place.Open().MakeAsync(Spec);
        var next = place.Open();
        (await next.FindAsync(Spec.Name)).ShouldBe(new ListedMachine(Spec.Name, MachinePhase.Running, null, ""));
        (await next.EnsureAsync(Spec, ProcessPlace.Ticket(), Stop)).ShouldBe(new EnsureReply.Done(Adopted: true));
        await next.DeletedAsync(Spec.Name);
        (await next.FindAsync(Spec.Name)).ShouldBeNull();
    }

    [Fact]
    public async Task What_was_put_together_and_not_started_is_started_once()
    {
        await using var place = ProcessPlace.OfScript();
        var provider = place.Open();
        PutTogether(place);
        (await provider.FindAsync(Spec.Name))!.Phase.ShouldBe(MachinePhase.Creating);
        (await provider.EnsureAsync(Spec, ProcessPlace.Ticket(), Stop)).ShouldBe(new EnsureReply.Done(Adopted: true));
        (await provider.FindAsync(Spec.Name))!.Phase.ShouldBe(MachinePhase.Running);
    }

    [Fact]
    public async Task Of_what_is_there_and_cannot_be_written_nobody_says_that_nothing_was_made()
    {
        await using var place = ProcessPlace.OfScript();
        var provider = place.Open();
        PutTogether(place);
        Directory.Delete(Path.Combine(place.FolderOf(Spec.Name), "runner"), recursive: true);
        (await provider.RefusedAsync(Spec, ProcessPlace.Ticket())).ShouldBe(FaultKind.Ambiguous);
        (await provider.FindAsync(Spec.Name))!.Phase.ShouldBe(MachinePhase.Creating);
    }

    [Fact]
    public async Task What_was_put_together_and_not_started_can_be_deleted()
    {
        await using var place = ProcessPlace.OfScript();
        var provider = place.Open();
        PutTogether(place);
        await provider.DeletedAsync(Spec.Name);
        (await provider.FindAsync(Spec.Name)).ShouldBeNull();
    }

    [Fact]
    public async Task A_keeper_that_comes_too_late_does_nothing()
    {
        await using var place = ProcessPlace.OfScript();
        place.Open();
        var folder = PutTogether(place);
        folder.ClaimForDeletion().Keeper.ShouldBeNull();
        using var keeper = System.Diagnostics.Process.Start(
            new System.Diagnostics.ProcessStartInfo("sh", [folder.Keeper, "60"]) { WorkingDirectory = folder.Path })!;
        await keeper.WaitForExitAsync(Stop);
        keeper.ExitCode.ShouldBe(1);
        File.Exists(folder.At("console")).ShouldBeFalse();
    }

    [Fact]
    public async Task What_is_half_made_is_cleared_when_it_opens_and_somebody_elses_is_not()
    {
        await using var place = ProcessPlace.OfScript();
        place.Open();
        var machines = Path.Combine(place.Root, "machines");
        Directory.CreateDirectory(Path.Combine(machines, $".new-{ProcessPlace.Ours.Mark}-one", "runner"));
        Directory.CreateDirectory(Path.Combine(machines, $".gone-{ProcessPlace.Ours.Mark}-two"));
        Directory.CreateDirectory(Path.Combine(machines, $".new-{ProcessPlace.Theirs.Mark}-three"));
        place.Open();
        Directory.GetDirectories(machines).Select(Path.GetFileName)
            .ShouldBe([$".new-{ProcessPlace.Theirs.Mark}-three"]);
    }

    [Fact]
    public void A_process_of_the_same_number_that_began_at_another_time_is_another()
    {
        var own = ProcessStat.Read(Environment.ProcessId)!.Value;
        var boot = File.ReadAllText("/proc/sys/kernel/random/boot_id").Trim();
        new Claim(boot, own).IsAlive.ShouldBeTrue();
        new Claim(boot, own with { StartedAt = own.StartedAt - 1 }).IsAlive.ShouldBeFalse();
        new Claim("another boot", own).IsAlive.ShouldBeFalse();
        new Claim(boot, Keeper: null).IsAlive.ShouldBeFalse();
    }

    [Theory]
    [InlineData("7 (sh) S 1 7 7 0 -1 4194304 169 0 0 0 0 0 0 0 20 0 1 0 4242 2500000", 7, 'S', 1, 7)]
    [InlineData("7 (a) b) (c) Z 3 7 5 0 -1 4194304 169 0 0 0 0 0 0 0 20 0 1 0 4242 2500000", 7, 'Z', 3, 5)]
    public void A_stat_line_is_read_behind_any_name(string line, int id, char state, int parent, int session) =>
        ProcessStat.TryParse(line).ShouldBe(new ProcessStat(id, state, parent, session, StartedAt: 4242));

    [Theory]
    [InlineData("")]
    [InlineData("deleted")]
    [InlineData("x (sh) S 1 7 7 0 -1 4194304 169 0 0 0 0 0 0 0 20 0 1 0 4242")]
    [InlineData("7 (sh) S 1")]
    public void What_is_no_stat_line_is_none(string line) => ProcessStat.TryParse(line).ShouldBeNull();

    private static MachineFolder PutTogether(ProcessPlace place)
    {
        var folders = new MachineFolders(Path.Combine(place.Root, "machines"), ProcessPlace.Ours);
        var unfinished = folders.Begin(Spec.Name);
        Directory.CreateDirectory(unfinished.Runner);
        File.WriteAllText(Path.Combine(unfinished.Runner, "run.sh"), "#!/bin/sh\nexec sleep 600\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(
                Path.Combine(unfinished.Runner, "run.sh"), UnixFileMode.UserRead | UnixFileMode.UserExecute);
        }
        unfinished.PutTags(Spec.Tags);
        unfinished.PutKeeper();
        return folders.Finish(unfinished, Spec.Name);
    }
}
